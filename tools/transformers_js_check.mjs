// Runs an ONNX export in transformers.js as docs/deploy.md does, and compares it with gemmatune.
//
//   npm install --prefix tools
//   ./gemmatune embed --model checkpoints/finance/best --input texts.txt --output expected.npy --prompt none
//   node tools/transformers_js_check.mjs export/onnx texts.txt expected.npy 1e-5
//
// The last argument is the largest difference of a number; for rounded weights give embeddings of the checkpoint with the
// same ones: those of safetensors-q4 for onnx-q4. Exit code 1 beyond it. CI may leave it out.
import fs from "node:fs";
import path from "node:path";
import {AutoModel, AutoTokenizer, pipeline} from "@huggingface/transformers";
import {readNpy} from "./npy.mjs";

const [folder, textFile, vectorFile, limit = "1e-5"] = process.argv.slice(2);
const DTYPES = {"model.onnx": "fp32", "model_fp16.onnx": "fp16", "model_quantized.onnx": "q8", "model_q4.onnx": "q4"};

function largestDifference(expected, tensor) {
    const found = tensor.tolist();
    if (found.length !== expected.length || found.some((row, i) => row.length !== expected[i].length)) {
        throw new Error(`${tensor.dims} numbers instead of ${[expected.length, expected[0].length]}`);
    }
    return Math.max(...expected.flatMap((row, i) => row.map((value, j) => Math.abs(value - found[i][j]))));
}

const name = path.resolve(folder); // a path must be absolute or begin with a dot; other names are looked for on the hub
const dtype = Object.entries(DTYPES).find(([file]) => fs.existsSync(path.join(folder, "onnx", file)))[1];
const texts = fs.readFileSync(textFile, "utf8").replace(/\n$/, "").split("\n");
const expected = readNpy(vectorFile);

const tokenizer = await AutoTokenizer.from_pretrained(name);
const model = await AutoModel.from_pretrained(name, {dtype});
const {sentence_embedding} = await model(await tokenizer(texts, {padding: true, truncation: true}));
const extractor = await pipeline("feature-extraction", name, {dtype});
const pooled = await extractor(texts, {pooling: "mean", normalize: true});

const differences = {
    "sentence_embedding": largestDifference(expected, sentence_embedding),
    "feature-extraction, mean, normalized": largestDifference(expected, pooled),
};
for (const [way, difference] of Object.entries(differences)) {
    console.log(`${dtype}, ${way}: ${texts.length} texts, largest difference ${difference.toExponential(1)}, limit ${limit}`);
}
process.exit(Object.values(differences).every(difference => difference <= Number(limit)) ? 0 : 1);
