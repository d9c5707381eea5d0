/** The columns of a table of samples, as a person chooses the label's among them. */
import { parseSampleSpec } from '../../../src-shared/contract/sample-spec.ts';
import { columnsOf } from '../../dataset/index.ts';

/** Titles of the columns, or numbers from 1. Throws `dataset.not-found`, `dataset.format`, `option.invalid`. */
export const tableColumns = (source: string): Promise<string[]> => columnsOf(parseSampleSpec(source).path);
