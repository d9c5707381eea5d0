/** Looking at a model: copied where it was dropped on a browser, inspected, asked about where its image cannot be told. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { host } from '../../host/client.ts';
import { joinPath, folderOf } from '../../files/index.ts';
import { asWireError, setWorkbench, workbench } from '../../state/index.ts';
import { fileName } from '../../ui/format.ts';
import { showSamples, stopSamples } from './sample-actions.ts';
import { draft, type Draft, EMPTY_DRAFT, NOT_ASKED, readingOf, setDraft, useDraft } from './draft.ts';

let going: AbortController | undefined;

/** Work on the draft that a new beginning, or giving up, takes back. */
function begin(): AbortSignal {
  going?.abort();
  going = new AbortController();
  return going.signal;
}

/** Drops the draft. */
export function endDraft(): void {
  going?.abort();
  stopSamples();
  useDraft.setState({ draft: null });
}

/** Begins a project from the model at a path. */
export function startFromPath(file: string): void {
  endDraft();
  useDraft.setState({ draft: { ...EMPTY_DRAFT, file, fileName: fileName(file), out: suggestedPlace(file, false) } });
  void inspect();
  void findPreprocess();
}

/** Begins a project from a file that was dropped: a browser hands over its contents, Electron its path. */
export async function startFromFile(file: File): Promise<void> {
  const isCopy = workbench().info?.host !== 'electron';
  endDraft();
  const signal = begin();
  const inspection = { ...NOT_ASKED, busy: true };
  useDraft.setState({ draft: { ...EMPTY_DRAFT, fileName: file.name, isCopy, inspection } });
  try {
    const { path, notes } = await host().upload(file, signal);
    if (signal.aborted) return;
    setDraft({ file: path, notes, out: suggestedPlace(path, isCopy) });
    await Promise.all([inspect(), findPreprocess()]);
  } catch (error) {
    if (!signal.aborted) setDraft({ inspection: { ...NOT_ASKED, error: uploadError(file.name, error) } });
  }
}

function uploadError(name: string, error: unknown) {
  if (error instanceof SpikeloomError) return asWireError(error);
  const why = error instanceof Error ? error.message : String(error);
  return asWireError(new SpikeloomError('files.unreadable', `${name} could not be taken over: ${why}`, { cause: String(error) }));
}

/** Inspects the draft's model, with the input and the sizes chosen so far. */
export async function inspect(): Promise<void> {
  const now = draft();
  if (!now?.file) return;
  const signal = begin();
  const { file, inspection } = now;
  // Whatever is in view stays until the answer is there: the last inspection, or why there is none for the choices of now.
  const { value: last } = inspection;
  setDraft({ inspection: { value: last, error: last && inspection.error, busy: true } });
  try {
    const value = await host().call('model.inspect', { file, ...readingOf(now) }, { signal });
    setDraft({ inspection: { value, error: null, busy: false } });
    // Samples that were seen for other choices.
    if (draft()?.preview === NOT_ASKED) showSamples();
  } catch (error) {
    if (signal.aborted) return;
    const wire = asWireError(error);
    const inputs = wire.code === 'model.inputs' ? await askInputs(file, signal) : null;
    if (signal.aborted) return;
    // With the last inspection, the choices stay too, and can be changed back.
    const value = wire.code === 'model.inputs' ? null : last;
    setDraft({ inspection: { value, error: wire, busy: false }, inputs: inputs ?? draft()?.inputs ?? null });
  }
}

/** Looks for the preprocessing beside the draft's model. */
async function findPreprocess(): Promise<void> {
  const file = draft()?.file;
  if (!file) return;
  const isCurrent = (): boolean => draft()?.file === file;
  setDraft({ found: { ...NOT_ASKED, busy: true } });
  try {
    const value = await host().call('model.preprocess', { file });
    if (isCurrent()) setDraft({ found: { value, error: null, busy: false } });
  } catch (error) {
    if (isCurrent()) setDraft({ found: { ...NOT_ASKED, error: asWireError(error) } });
  }
}

/** Shows the graph of the draft's model, also of one that cannot be converted; the draft waits meanwhile. Rejects as the call does. */
export async function lookAtGraph(): Promise<void> {
  const now = draft();
  if (!now?.file) return;
  const { file } = now;
  const { graph } = await host().call('model.graph', { file, ...readingOf(now) });
  if (draft()?.file === file) setWorkbench({ looked: { name: now.fileName, graph }, selection: [] });
}

/** The inputs to choose from; null where they cannot be read either, which the first error has said. */
async function askInputs(file: string, signal: AbortSignal) {
  try {
    return await host().call('model.inputs', { file }, { signal });
  } catch {
    return null;
  }
}

/** Takes an input and sizes, and looks again. Samples seen for another input are seen anew. */
export function chooseInput(input: string | undefined, size: readonly number[] | undefined): void {
  stopSamples();
  setDraft({ input, size, preview: NOT_ASKED });
  void inspect();
}

/** Takes other outputs, or quantised values otherwise, and looks again. */
export function chooseReading(change: Partial<Pick<Draft, 'outputs' | 'dequantise'>>): void {
  stopSamples();
  setDraft({ ...change, preview: NOT_ASKED });
  void inspect();
}

/** Beside the model, under its name; a copy's place is nobody's, so its project goes to the home folder. */
function suggestedPlace(file: string, isCopy: boolean): string {
  const folder = isCopy ? (workbench().info?.home ?? '') : folderOf(file);
  return joinPath(folder, `${fileName(file).replace(/\.onnx$/i, '')}.spikeloom`);
}
