// Reads sentences as JSON, says of each which kinds were met.
import { readFileSync } from "node:fs";
const { identifying } = await import(process.argv[2]);
const { sentences, names } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(sentences.map((text) => identifying(text, names).map(({ kind }) => kind))));
