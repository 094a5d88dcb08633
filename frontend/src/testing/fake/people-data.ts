import type { MessageStatus } from "@/api/types";

export interface Person {
  name: string;
  phone: string;
  display: string;
  tags: string[];
  stageId: number;
  company?: string;
  owner?: string;
  /** Minutes ago, "me" or "them", the text, the status of ours. */
  talk: [number, "me" | "them", string, MessageStatus?][];
  unread?: number;
  draft?: string;
  optedOut?: boolean;
}

export const PEOPLE: Person[] = [
  {
    name: "Ana Silva",
    phone: "5511955302210",
    display: "+55 11 95530-2210",
    tags: ["spring", "expo"],
    stageId: 2,
    unread: 2,
    talk: [
      [
        200,
        "me",
        "Hi Ana! The spring collection is here, 10 % off until Friday. Shall I put something aside for you?",
        "read",
      ],
      [4, "them", "The green one in M please"],
      [3, "them", "Yes! Do you deliver on Saturday?"],
    ],
  },
  {
    name: "João Gonçalves",
    phone: "5511961001022",
    display: "+55 11 96100-1022",
    tags: ["spring", "expo"],
    stageId: 3,
    company: "Shop Gonçalves",
    unread: 1,
    talk: [
      [1300, "them", "Good afternoon, I saw the shirts at the fair. Do you still have the blue one?"],
      [
        1293,
        "me",
        "Hi João! It sold out on Sunday, new ones arrive on Monday. Shall I keep one for you? *M or L*?",
        "read",
      ],
      [1291, "them", "L please 🙏"],
      [10, "me", "The blue one is back in stock. I put one aside, size L, R$ 89.", "read"],
      [9.5, "me", "Photos are here: https://shop.example.com/blue-shirt", "delivered"],
      [2, "them", "Great, I take two. Can I pay by Pix?"],
    ],
  },
  {
    name: "Priya Sharma",
    phone: "919876543210",
    display: "+91 98765 43210",
    tags: ["walk-in"],
    stageId: 1,
    unread: 1,
    talk: [[31, "them", "Is this the right size? It looks a bit small to me."]],
  },
  {
    name: "María José García",
    phone: "34612345678",
    display: "+34 612 34 56 78",
    tags: ["expo"],
    stageId: 2,
    draft: "Thanks for waiting, I asked our workshop and",
    talk: [[50, "them", "Could you ask whether they can also do it in linen?"]],
  },
  {
    name: "",
    phone: "628123033282",
    display: "+62 812 3033 282",
    tags: [],
    stageId: 1,
    talk: [[115, "them", "Halo, apakah masih ada?"]],
  },
  {
    name: "Thabo Nwosu",
    phone: "27821234567",
    display: "+27 82 123 4567",
    tags: ["expo"],
    stageId: 2,
    talk: [
      [190, "them", "Sounds good."],
      [188, "me", "I will send the offer _today_.", "delivered"],
    ],
  },
  {
    name: "Łukasz Kowalski",
    phone: "48512345678",
    display: "+48 512 345 678",
    tags: ["spring"],
    stageId: 5,
    optedOut: true,
    talk: [
      [1600, "me", "Hi Łukasz! The spring collection is here.", "read"],
      [1500, "them", "STOP"],
    ],
  },
  {
    name: "Budi Santoso",
    phone: "628111222333",
    display: "+62 811 1222 333",
    tags: ["walk-in"],
    stageId: 4,
    talk: [[1700, "them", "Ok, I will come by on Thursday"]],
  },
  {
    name: "Chloé Müller",
    phone: "4915112345678",
    display: "+49 1511 2345678",
    tags: ["expo"],
    stageId: 5,
    talk: [
      [4400, "them", "Too expensive for us, sorry."],
      [4390, "me", "No problem, thank you for telling me!", "sent"],
    ],
  },
  {
    name: "محمد علي",
    phone: "201001234567",
    display: "+20 100 123 4567",
    tags: ["walk-in"],
    stageId: 1,
    talk: [[5800, "them", "السلام عليكم، هل القميص متوفر؟"]],
  },
  {
    name: "Zoë Santoso",
    phone: "6281230332820",
    display: "+62 812 3033 2820",
    tags: ["spring"],
    stageId: 2,
    talk: [[7300, "me", "Hi Zoë, your order is on its way.", "failed"]],
  },
  {
    name: "Müge Çelik",
    phone: "905321112233",
    display: "+90 532 111 2233",
    tags: ["spring"],
    stageId: 2,
    talk: [[8700, "them", "Teşekkürler!"]],
  },
];
