/** The parts of the README that are made from the code. */
import { format } from 'prettier';
import { markdownOf } from '../src/core/markdown/build.ts';
import { commandTables } from '../src/core/messages/help.ts';

const PART = /<!-- commands -->[\s\S]*?<!-- \/commands -->/;

/** The README with its tables of commands as the grammar has them; throws when it has no place for one. */
export async function withCommandTables(readme: string): Promise<string> {
  if (!PART.test(readme))
    throw new Error('README.md has no <!-- commands --> … <!-- /commands -->.');
  const tables = await format(markdownOf(commandTables()), { parser: 'markdown' });
  return readme.replace(PART, () => `<!-- commands -->\n\n${tables}\n<!-- /commands -->`);
}
