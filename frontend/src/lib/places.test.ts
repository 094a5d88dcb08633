import { describe, expect, it } from "vitest";
import { coordinatesText, mapLink, parsePlace } from "@/lib/places";

describe("parsePlace", () => {
  it.each([
    ["52.52, 13.405", 52.52, 13.405],
    ["  -33.8688 151.2093 ", -33.8688, 151.2093],
    ["52,52; 13,405", 52.52, 13.405],
    [
      "https://www.google.com/maps/place/Caf%C3%A9/@52.5,13.4,17z/data=!3m1!4b1!4m6!3m5!8m2!3d52.5200066!4d13.404954",
      52.5200066,
      13.404954,
    ],
    ["https://www.google.com/maps/@-23.55,-46.63,15z", -23.55, -46.63],
    ["https://maps.google.com/?q=52.52,13.405", 52.52, 13.405],
    ["https://www.google.com/maps/search/?api=1&query=52.52%2C13.405", 52.52, 13.405],
    ["https://www.google.com/maps/search/52.52,+13.405", 52.52, 13.405],
    ["https://maps.apple.com/?ll=37.3349,-122.009&q=Park", 37.3349, -122.009],
    ["https://maps.apple.com/place?coordinate=37.3349,-122.009&name=Park", 37.3349, -122.009],
    ["https://www.openstreetmap.org/?mlat=52.52&mlon=13.405#map=16/50/10", 52.52, 13.405],
    ["https://www.openstreetmap.org/#map=16/52.52/13.405", 52.52, 13.405],
    ["geo:52.52,13.405?z=17", 52.52, 13.405],
  ])("finds the place in %s", (text, latitude, longitude) => {
    expect(parsePlace(text)).toEqual({ latitude, longitude });
  });

  it.each([
    "",
    "Panoramastraße 1A, Berlin",
    "91, 13",
    "52.52, 181",
    "https://maps.app.goo.gl/AbCdEf",
    "https://shop.example.com/order/12,34",
    "52.52",
    "https://maps.google.com/?q=%E0%A4%A",
  ])("finds none in %s", (text) => {
    expect(parsePlace(text)).toBeUndefined();
  });

  it("writes a place for people and for the browser", () => {
    const place = { latitude: -23.5505, longitude: -46.63331 };
    expect(coordinatesText(place)).toBe("-23.55050, -46.63331");
    expect(parsePlace(mapLink(place))).toEqual(place);
  });
});
