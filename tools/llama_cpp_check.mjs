// Runs a GGUF export in llama.cpp and compares it with gemmatune: tokens by their vectors, vectors by their cosines.
//
//   npm install --prefix tools        (brings llama.cpp as a binary)
//   ./gemmatune embed --model checkpoints/finance/best --input texts.txt --output expected.npy
//   node tools/llama_cpp_check.mjs export/gguf-q8_0/model-q8_0.gguf texts.txt expected.npy 0.995
//
// Exit code 1 if a text's cosine is lower than the last argument. CI may leave it out.
import fs from "node:fs";
import {getLlama} from "node-llama-cpp";
import {readNpy} from "./npy.mjs";

const [model, textFile, vectorFile, limit = "0.999"] = process.argv.slice(2);

function cosine(a, b) {
    let product = 0, squareA = 0, squareB = 0;
    for (let i = 0; i < a.length; i++) {
        product += a[i] * b[i];
        squareA += a[i] * a[i];
        squareB += b[i] * b[i];
    }
    return product / Math.sqrt(squareA * squareB);
}

const texts = fs.readFileSync(textFile, "utf8").replace(/\n$/, "").split("\n");
const expected = readNpy(vectorFile);
const llama = await getLlama({gpu: false, build: "never"});
const context = await (await llama.loadModel({modelPath: model})).createEmbeddingContext({batchSize: 2048});
let lowest = 1;
for (let i = 0; i < texts.length; i++) {
    const found = cosine(expected[i], (await context.getEmbeddingFor(texts[i])).vector);
    lowest = Math.min(lowest, found);
    if (found < Number(limit)) {
        console.log(`text ${i + 1}: cosine ${found.toFixed(6)}: ${texts[i].slice(0, 60)}`);
    }
}
console.log(`${texts.length} texts, lowest cosine ${lowest.toFixed(7)}, limit ${limit}`);
process.exit(lowest < Number(limit) ? 1 : 0);
