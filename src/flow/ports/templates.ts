import type { RepoRef } from '../../core/ids.ts';
import type { Found } from './found.ts';

export interface TemplateReader {
  /**
   * Files as a commit has them, those that are not there left out; the text of one that is not written as
   * UTF-8 is null. `at` null: at the head of the default
   * branch, which costs a request to ask for. One request, and one more for a file of more than half a megabyte.
   */
  templates(
    repo: RepoRef,
    paths: readonly string[],
    at: string | null,
  ): Promise<Found<{ readonly commit: string; readonly files: readonly TemplateFile[] }>>;
}

export interface TemplateFile {
  readonly path: string;
  readonly text: string | null;
}
