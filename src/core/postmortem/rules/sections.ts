import { failure, type Finding } from '../finding.ts';
import { saysSomething, type DocumentReading } from '../read-document.ts';
import { isActionSection } from './action-items.ts';

/** Sections in which nothing stands. That of the action items is looked at with its table. */
export function emptySections({ sections }: DocumentReading): readonly Finding[] {
  return sections
    .filter((section) => !section.hasParts && !isActionSection(section))
    .filter(({ blocks }) => !blocks.some(saysSomething))
    .map(({ title, line }) => failure(line, { is: 'empty-section', section: title }));
}
