// NumPy's files as far as `gemmatune embed` writes them: a matrix of float32.
import fs from "node:fs";

export function readNpy(file) {
    const bytes = fs.readFileSync(file);
    const headerEnd = 10 + bytes.readUInt16LE(8);
    const header = bytes.toString("latin1", 10, headerEnd);
    const [rows, columns] = header.match(/\((\d+), (\d+)\)/).slice(1).map(Number);
    return Array.from({length: rows}, (_, row) =>
        Array.from({length: columns}, (_, column) => bytes.readFloatLE(headerEnd + 4 * (row * columns + column))));
}
