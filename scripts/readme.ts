/** The parts of the README that are made from the code. */
import { format } from 'prettier';
import { markdownOf } from '../src/core/markdown/build.ts';
import { commandTable } from '../src/core/messages/help.ts';

const PART = /<!-- commands -->[\s\S]*?<!-- \/commands -->/;

/** The README with its table of commands as the grammar has it; throws when it has no place for one. */
export async function withCommandTable(readme: string): Promise<string> {
  if (!PART.test(readme))
    throw new Error('README.md has no <!-- commands --> … <!-- /commands -->.');
  const table = await format(markdownOf([commandTable()]), { parser: 'markdown' });
  return readme.replace(PART, () => `<!-- commands -->\n\n${table}\n<!-- /commands -->`);
}
