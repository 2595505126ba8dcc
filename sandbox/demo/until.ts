/** Waits for something to be seen on GitHub, asking again and again; the demo claims nothing it has not seen. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  seconds = 30,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) {
      throw new Error(`Waited ${String(seconds)} s and did not see: ${what}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
