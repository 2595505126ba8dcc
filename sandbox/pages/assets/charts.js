/**
 * Draws Mermaid where a text holds it, as GitHub does. The code is kept below the picture, and stays when
 * it cannot be drawn, or without this script.
 */
const DARK = matchMedia('(prefers-color-scheme: dark)');
let loading = null;
let count = 0;

void draw();
document.addEventListener('fresh', () => void draw());

async function draw() {
  const codes = [...document.querySelectorAll('pre > code.language-mermaid')];
  if (codes.length === 0) return;
  const mermaid = await load();
  for (const code of codes) {
    const block = code.parentElement;
    if (block === null || block.dataset.drawn !== undefined) continue;
    block.dataset.drawn = '';
    try {
      count += 1;
      const { svg } = await mermaid.render(`chart-${String(count)}`, code.textContent ?? '');
      show(block, svg);
    } catch (error) {
      const note = document.createElement('p');
      note.className = 'note warn';
      note.textContent = `Unable to render: ${String(error).split('\n')[0]}`;
      block.before(note);
    }
  }
}

function show(block, svg) {
  const picture = document.createElement('figure');
  picture.className = 'chart';
  picture.innerHTML = svg;
  const source = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = 'Code of this chart';
  block.replaceWith(picture, source);
  source.append(summary, block);
}

function load() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = '/_assets/mermaid.js';
    script.onload = () => {
      const { mermaid } = globalThis;
      const theme = DARK.matches ? 'dark' : 'default';
      mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme });
      resolve(mermaid);
    };
    script.onerror = () => reject(new Error('the renderer could not be loaded'));
    document.head.append(script);
  });
  return loading;
}
