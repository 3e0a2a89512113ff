// What in a text may point at a person. It runs here, in the page, and sends nothing anywhere.
// It only ever asks: a careful writer may have a reason.

const YEAR = new Date().getFullYear();

// Names that are often given, and hardly ever anything else. Others are met by what stands around them.
const FIRST_NAMES = new Set(
  `Aaron Abigail Adam Adrian Agnes Ahmed Aisha Alan Albert Alex Alexander Alexandra Alfie Alice Alison Amanda Amelia Amir Amy Andrea
  Andrew Angela Anita Ann Anna Anne Annie Anthony Antonio Arthur Ayesha Barbara Ben Benjamin Bernard Beth Brenda Brian Bridget Carl
  Carlos Carol Caroline Catherine Charles Charlie Charlotte Chloe Chris Christina Christine Christopher Claire Clare Colin Connor
  Craig Daniel Daniela David Deborah Denise Dennis Derek Diana Diane Donald Donna Dorothy Duncan Dylan Edward Eleanor Elena Elizabeth
  Ella Ellen Emily Emma Eric Ethan Eva Evelyn Fatima Felix Fiona Frances Francesca Gabriel Gareth Gary Gemma Geoffrey George Georgia
  Gerald Graham Gregory Hannah Harriet Harry Hassan Heather Helen Henry Holly Hugo Ian Ibrahim Imogen Isaac Isabel Isabella Jacob
  Jacqueline James Jamie Jane Janet Jason Jean Jennifer Jeremy Jessica Jill Jim Joan Joanna Joanne Joe John Jonathan Joseph Joshua
  Juan Judith Julia Julian Julie Justin Karen Karl Kate Katherine Kathleen Katie Keith Kelly Ken Kenneth Kevin Kim Kirsty Laura Lauren
  Lawrence Leah Lee Leo Leon Lewis Liam Linda Lisa Louis Louise Lucas Lucy Luke Lydia Malcolm Margaret Maria Marie Martha Martin Mary
  Matthew Maureen Megan Melanie Melissa Michael Michelle Miguel Miriam Mohammed Molly Monica Muhammad Nadia Naomi Natalie Nathan Neil
  Nicholas Nicola Nigel Nina Noah Nora Oliver Olivia Omar Oscar Owen Pamela Patricia Patrick Paul Paula Pauline Peter Philip Phoebe
  Priya Rachel Rebecca Richard Robert Roger Ronald Rosie Ruth Ryan Sally Sam Samantha Samuel Sandra Sara Sarah Scott Sean Sharon Shaun
  Sheila Simon Sofia Sophia Sophie Stella Stephanie Stephen Steve Steven Stuart Susan Suzanne Tara Teresa Theo Theresa Thomas Tim
  Timothy Tina Tom Tony Tracey Valerie Vanessa Veronica Victoria Vincent Wendy William Yasmin Yusuf Zara Zoe`.split(/\s+/),
);
// Capitals that are nobody's name.
const NO_NAMES = new Set(
  `I A The This That These Those He She They We You It His Her Their Our My And But Or So Then When While After Before If As At In On
  Of For From With Without Not No Yes Is Was Were Has Had Did Does Do Still Also Maybe Perhaps Again Today Tomorrow Yesterday Next
  Last First Session Sessions Goal Goals Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June
  July August September October November December Christmas Easter Ramadan Diwali Eid Hanukkah English French German Spanish Polish
  Welsh Irish Scottish British Christian Muslim Jewish Hindu Catholic Zoom Skype Teams Gestalt Bowlby Rogers Winnicott Bordin Safran
  Freud Jung Beck Young Klein Bion Kohut Yalom Linehan Socratic Rogerian Kleinian Freudian Jungian Adlerian Bowen Covid University
  College Council Court Crown Home Office Job Centre North South East West New Old Great United Kingdom States Europe London`.split(/\s+/),
);
const PEOPLE =
  "client|patient|husband|wife|partner|spouse|fianc[eé]e?|mother|father|mum|mom|dad|stepmother|stepfather|son|daughter|sister|brother|" +
  "boyfriend|girlfriend|ex|friend|boss|manager|colleague|neighbour|neighbor|teacher|tutor|uncle|aunt|cousin|niece|nephew|grandmother|" +
  "grandfather|grandma|grandpa|gran|child|baby|toddler|twin|solicitor|social worker|psychiatrist|doctor|nurse|carer|landlord|flatmate";
const NAME = "\\p{Lu}[\\p{L}’'-]+";
const MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

const digitsIn = (text) => text.replace(/\D/g, "").length;
const isLongAgo = (year) => year >= 1900 && year <= YEAR - 5;

// kind, pattern, and whether what was found counts.
const RULES = [
  ["email", /[\p{L}\d._%+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\p{L}\d.-]{1,190}\.\p{L}{2,24}/giu],
  ["url", /\b(?:https?:\/\/|www\.)\S+|\b[\p{L}\d-]{1,63}\.(?:com|org|net|info|io|co\.uk|org\.uk|ac\.uk|uk|eu|de|fr|ie)\b(?:\/\S*)?/giu],
  ["birth", /\b(?:d\.?o\.?b\.?|born(?: on)?|date of birth|birthday|birth date)\b[^.\n]{0,24}\d/giu],
  ["birth", /\b\d{1,2}[./-]\d{1,2}[./-]((?:19|20)\d\d)\b/gu, (found) => isLongAgo(Number(found[1]))],
  ["birth", /\b((?:19|20)\d\d)-\d{1,2}-\d{1,2}\b/gu, (found) => isLongAgo(Number(found[1]))],
  ["birth", /\b\d{1,2}[./]\d{1,2}[./]([3-9]\d)\b/gu],
  ["birth", new RegExp(`\\b\\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${MONTH})\\.?,? ((?:19|20)\\d\\d)\\b`, "giu"), (found) => isLongAgo(Number(found[1]))],
  ["birth", new RegExp(`\\b(?:${MONTH})\\.? \\d{1,2}(?:st|nd|rd|th)?,? ((?:19|20)\\d\\d)\\b`, "giu"), (found) => isLongAgo(Number(found[1]))],
  ["postcode", /\b(?:[A-Z]{1,2}\d[A-Z\d]?) ?\d[ABD-HJLNP-UW-Z]{2}\b/gu],
  ["postcode", /\b[a-z]{1,2}\d[a-z\d]? \d[abd-hjlnp-uw-z]{2}\b/gu],
  ["postcode", /\b[A-Z]{2} \d{5}(?:-\d{4})?\b/gu],
  ["postcode", /\b\d{5} \p{Lu}\p{Ll}+/gu],
  ["address", /\b\d{1,4}[a-z]? (?:\p{Lu}\p{Ll}+ ){1,3}(?:Street|Road|Lane|Avenue|Close|Drive|Court|Crescent|Gardens|Terrace|Way|Place|Square)\b/gu],
  ["digits", /\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/gu],
  ["phone", /(?:\+|\b00|\(0|\b0)[\d() ./-]{7,24}\d/gu, (found) => digitsIn(found[0]) >= 9 && digitsIn(found[0]) <= 15],
  ["phone", /(?:\(\d{3}\) ?|\b\d{3}[-. ])\d{3}[-. ]\d{4}\b|\b\d{3}-\d{4}\b/gu],
  ["digits", /\b\d(?:[ -]?\d){6,24}/gu, (found) => !/^(?:19|20)\d\d ?- ?(?:19|20)\d\d$/.test(found[0])],
  ["name", new RegExp(`\\b(?:${PEOPLE})(?:,| is| was| named| called|:)? (${NAME})`, "gu"), (found) => !NO_NAMES.has(found[1])],
  ["name", new RegExp(`\\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Herr|Frau|Madame)\\.? (${NAME})`, "gu")],
  ["name", new RegExp(`\\b(?:named|called|name is|name was|name’s|name's|known as|goes by|introduced as) (${NAME})`, "gu"), (found) => !NO_NAMES.has(found[1])],
  ["name", new RegExp(`(?<=[\\p{Ll},] )(${NAME}) (${NAME})\\b`, "gu"), (found) => !NO_NAMES.has(found[1]) && !NO_NAMES.has(found[2])],
  ["name", new RegExp(`(?<=[\\p{Ll},] )(${NAME})[’']s (?:${PEOPLE}|school|house|birthday|funeral|death|wedding)\\b`, "gu"), (found) => !NO_NAMES.has(found[1])],
  ["name", /\b\p{Lu}\p{Ll}+\b/gu, (found) => FIRST_NAMES.has(found[0])],
];

/** What may point at a person in `text`: [{kind, found}], each kind once, in the order of the rules.
 *  `names`: people of the clinic, whose first and last names are looked for too. */
export function identifying(text, names = []) {
  const met = new Map();
  for (const [kind, pattern, counts = () => true] of RULES) {
    if (met.has(kind)) continue;
    for (const found of text.matchAll(pattern)) {
      if (counts(found)) {
        met.set(kind, found[0].trim());
        break;
      }
    }
  }
  const parts = names.flatMap((name) => name.split(/\s+/)).filter((part) => part.length > 2);
  const known = parts.find((part) => new RegExp(`(?<!\\p{L})${part.replace(/[^\p{L}\d]/gu, "\\$&")}(?!\\p{L})`, "u").test(text));
  if (known && !met.has("name")) met.set("name", known);
  return [...met].map(([kind, found]) => ({ kind, found }));
}
