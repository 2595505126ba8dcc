/** Tells the story on the terminal: short lines, a link for each thing one can look at. */
import { styleText } from 'node:util';

export interface Narrator {
  title(text: string): void;
  step(text: string): void;
  /** What somebody typed. */
  said(login: string, text: string): void;
  /** What the app did about it, seen on GitHub. */
  seen(text: string, link?: string): void;
  line(text?: string): void;
}

export function narrator(write: (text: string) => void, colours: boolean): Narrator {
  const styled = (style: Parameters<typeof styleText>[0], text: string): string =>
    colours ? styleText(style, text) : text;
  let steps = 0;
  return {
    title: (text) => {
      write(`\n${styled('bold', text)}\n`);
    },
    step: (text) => {
      steps += 1;
      write(`\n${styled('bold', `${String(steps).padStart(2)}. ${text}`)}\n`);
    },
    said: (login, text) => {
      for (const line of text.split('\n')) {
        write(`    ${styled('cyan', login.padEnd(6))} ${line}\n`);
      }
    },
    seen: (text, link) => {
      write(`    ${styled('green', '→')} ${text}\n`);
      if (link !== undefined) write(`      ${styled('dim', link)}\n`);
    },
    line: (text = '') => {
      write(`${text}\n`);
    },
  };
}
