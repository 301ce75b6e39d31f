// Unpacking for browsers that have no DecompressionStream: RFC 1951, behind a header of RFC 1952.
const BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const FAR = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193,
  12289, 16385, 24577];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

// Canonical Huffman codes: how many there are of each length, and the symbols in order.
function tree(lengths) {
  const counts = new Uint16Array(16);
  lengths.forEach(one => { counts[one] += 1; });
  counts[0] = 0;
  const offsets = new Uint16Array(16);
  for (let at = 1; at < 16; at += 1) offsets[at] = offsets[at - 1] + counts[at - 1];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((one, symbol) => { if (one) symbols[offsets[one]++] = symbol; });
  return { counts, symbols };
}

const FIXED = tree(Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8)));
const FIXED_FAR = tree(Array(30).fill(5));

function inflate(bytes, from, size) {
  const out = new Uint8Array(size);
  let at = from, hold = 0, held = 0, done = 0;
  const bits = count => {
    while (held < count) { hold |= bytes[at++] << held; held += 8; }
    const value = hold & ((1 << count) - 1);
    hold >>>= count;
    held -= count;
    return value;
  };
  const symbol = ({ counts, symbols }) => {
    let code = 0, first = 0, index = 0;
    for (let length = 1; length < 16; length += 1) {
      code |= bits(1);
      const count = counts[length];
      if (code - count < first) return symbols[index + (code - first)];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Error("数据损坏");
  };
  const trees = () => {
    const literals = bits(5) + 257, fars = bits(5) + 1, codes = bits(4) + 4;
    const lengths = Array(19).fill(0);
    for (let one = 0; one < codes; one += 1) lengths[ORDER[one]] = bits(3);
    const meta = tree(lengths), all = [];
    while (all.length < literals + fars) {
      const one = symbol(meta);
      if (one < 16) all.push(one);
      else {
        const again = one === 16 ? all[all.length - 1] : 0;
        for (let left = one === 16 ? 3 + bits(2) : one === 17 ? 3 + bits(3) : 11 + bits(7); left; left -= 1) all.push(again);
      }
    }
    return [tree(all.slice(0, literals)), tree(all.slice(literals))];
  };
  for (let last = 0; !last;) {
    last = bits(1);
    const type = bits(2);
    if (type === 0) {
      hold = held = 0;
      const length = bytes[at] | (bytes[at + 1] << 8);
      out.set(bytes.subarray(at + 4, at + 4 + length), done);
      at += 4 + length;
      done += length;
      continue;
    }
    const [literal, far] = type === 1 ? [FIXED, FIXED_FAR] : trees();
    for (;;) {
      const one = symbol(literal);
      if (one < 256) out[done++] = one;
      else if (one === 256) break;
      else {
        const length = BASE[one - 257] + bits(EXTRA[one - 257]), way = symbol(far);
        const back = FAR[way] + bits(way < 4 ? 0 : (way >> 1) - 1);
        for (let left = length; left; left -= 1, done += 1) out[done] = out[done - back];
      }
    }
  }
  return out;
}

// A gzip member as Python writes it: ten bytes of header, no name; the size stands at the end.
LT.gunzip = bytes => {
  const tail = bytes.length - 4;
  const size = (bytes[tail] | (bytes[tail + 1] << 8) | (bytes[tail + 2] << 16) | (bytes[tail + 3] << 24)) >>> 0;
  return inflate(bytes, 10, size);
};
