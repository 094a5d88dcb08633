/** A place on earth, in degrees. */
export interface Coordinates {
  latitude: number;
  longitude: number;
}

const NUMBER = String.raw`([+-]?\d{1,3}(?:\.\d+)?)`;
const PAIR = new RegExp(String.raw`^\s*${NUMBER}\s*[,;\s]\s*${NUMBER}\s*$`);
/** Decimal commas need another sign between the two: "52,52; 13,405". */
const COMMA_PAIR = /^\s*([+-]?\d{1,3},\d+)\s*[;\s]\s*([+-]?\d{1,3},\d+)\s*$/;

/** Where map links carry their pin, the most precise first. A link is only read, nothing is fetched. */
const IN_LINKS = [
  new RegExp(`!3d${NUMBER}!4d${NUMBER}`), // Google Maps: the pin
  new RegExp(`[?&](?:q|query|ll|sll|center|destination|daddr|coordinate)=(?:loc:)?${NUMBER},\\s*${NUMBER}`),
  new RegExp(`[?&]mlat=${NUMBER}&mlon=${NUMBER}`), // OpenStreetMap: the pin
  new RegExp(`#map=\\d+(?:\\.\\d+)?/${NUMBER}/${NUMBER}`), // OpenStreetMap: the view
  new RegExp(`/@${NUMBER},${NUMBER}`), // Google Maps: the view
  new RegExp(`^geo:${NUMBER},${NUMBER}`),
  new RegExp(`/(?:search|place|dir)/${NUMBER},[+\\s]*${NUMBER}`),
];

/** Reads "52.52, 13.405" or a link of Google Maps, Apple Maps or OpenStreetMap; undefined when there is no place in it. */
export function parsePlace(text: string): Coordinates | undefined {
  const plain = PAIR.exec(text) ?? COMMA_PAIR.exec(text);
  if (plain) return checked(plain);
  if (!/^\s*(?:https?:\/\/|geo:)/i.test(text)) return undefined;
  const link = decoded(text.trim());
  for (const pattern of IN_LINKS) {
    const found = pattern.exec(link);
    const place = found ? checked(found) : undefined;
    if (place) return place;
  }
  return undefined;
}

function decoded(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}

function checked([, first = "", second = ""]: RegExpExecArray): Coordinates | undefined {
  const latitude = Number(first.replace(",", "."));
  const longitude = Number(second.replace(",", "."));
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

/** "52.52000, 13.40500": five places are about a metre. */
export function coordinatesText({ latitude, longitude }: Coordinates): string {
  return `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
}

/** A link that shows the place in any browser. */
export function mapLink({ latitude, longitude }: Coordinates): string {
  return `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`;
}
