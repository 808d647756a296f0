// Looks for the number that the page asks for, so that nobody need answer the sum. In slices: the
// page stays usable, and nothing is asked of a browser that may not hash outside https.

const ROUNDS = (() => {
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) {
    if (primes.every((prime) => n % prime)) primes.push(n);
  }
  return primes.map((prime) => (prime ** (1 / 3) % 1) * 2 ** 32 | 0);
})();
const START = [2, 3, 5, 7, 11, 13, 17, 19].map((prime) => (Math.sqrt(prime) % 1) * 2 ** 32 | 0);
const turned = (word, by) => (word >>> by) | (word << (32 - by));

// SHA-256 of ASCII text, as eight 32-bit words.
const sha256 = (text) => {
  const length = Math.ceil((text.length + 9) / 64) * 16;
  const words = new Int32Array(length);
  for (let at = 0; at < text.length; at += 1) {
    words[at >> 2] |= text.charCodeAt(at) << (24 - (at % 4) * 8);
  }
  words[text.length >> 2] |= 0x80 << (24 - (text.length % 4) * 8);
  words[length - 1] = text.length * 8;
  const hash = Int32Array.from(START);
  const plan = new Int32Array(64);
  for (let block = 0; block < length; block += 16) {
    let [a, b, c, d, e, f, g, h] = hash;
    for (let n = 0; n < 64; n += 1) {
      if (n < 16) {
        plan[n] = words[block + n];
      } else {
        const [near, far] = [plan[n - 15], plan[n - 2]];
        const small = turned(near, 7) ^ turned(near, 18) ^ (near >>> 3);
        const large = turned(far, 17) ^ turned(far, 19) ^ (far >>> 10);
        plan[n] = plan[n - 16] + small + plan[n - 7] + large;
      }
      const first = (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g));
      const one = (h + first + ROUNDS[n] + plan[n]) | 0;
      const second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + second) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => {
      hash[at] += word;
    });
  }
  return hash;
};

const SLICE = 1000;
const asked = document.querySelector("[data-challenge]");

const search = (from) => {
  const { challenge, bits } = asked.dataset;
  for (let work = from; work < from + SLICE; work += 1) {
    if (sha256(`${challenge}:${work}`)[0] >>> (32 - Number(bits)) === 0) {
      asked.form.elements.work.value = String(work);
      asked.closest(".field").hidden = true;
      return;
    }
  }
  setTimeout(search, 0, from + SLICE);
};

if (asked) search(0);
