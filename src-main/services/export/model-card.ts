/** The model card of a package, `README.md`: what it is, how to run it, and its limits. */
import type { Manifest } from '../../../src-shared/export/index.ts';

type Card = Omit<Manifest, 'files'>;
type Share = NonNullable<Card['run']>['agreement'];

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const shape = (sizes: Manifest['input']['shape']): string => `[${sizes.join(', ')}]`;

/** The card as Markdown. `instructions`: how to run the files on their target; `about`: what the format holds. */
export function modelCard(manifest: Card, about: string, instructions: string): string {
  const { name, model, input, outputs, steps, coding, readout, states, grade, differences, reader, verification } = manifest;
  const ports = [
    `| input \`${input.name}\` | ${shape(input.shape)} | ${input.layout} |`,
    ...outputs.map((output) => `| output \`${output.name}\` | ${shape(output.shape)} | ${output.layout} |`),
  ];
  return `${[
    `# ${name}`,
    `A spiking network with ${steps} time steps (${coding} coding), made from \`${model.name}\` without training. ${about}.`,
    '',
    '| | shape | axes |',
    '|---|---|---|',
    ...ports,
    '',
    `${readout} ${input.preprocessing === null ? 'The input is taken as it is.' : 'The input must be preprocessed as `manifest.json` says (`input.preprocessing`).'}`,
    ...(states.length === 0 ? [] : [`It has ${states.length} states, which \`manifest.json\` lists with their layers.`]),
    '',
    '## Run it',
    instructions,
    ...memoryTable(manifest),
    '',
    '## How good it is',
    ...figures(manifest),
    '',
    '## How it was proved',
    proof(verification, grade),
    ...differences.map((one) => `- ${one}`),
    ...(reader ? ['', `## What ${reader.label} computes`, ...readerFigures(reader)] : []),
    '',
    '## Limits',
    `The answer is meant for ${steps} steps; thresholds were chosen for them. Samples unlike the calibration data may exceed the thresholds, which clips activations.`,
    '`manifest.json` has everything above for programs, and a SHA-256 of every file.',
  ].join('\n')}\n`;
}

const count = (bytes: number): string => bytes.toLocaleString('en');

/** The memory of a generated program, by layer. */
function memoryTable({ memory }: Card): string[] {
  if (!memory) return [];
  return [
    '',
    '## Memory',
    `RAM: ${count(memory.ram)} bytes, and a small stack. Constant data in flash: ${count(memory.flash)} bytes, and the code. Layers share the memory of their buffers.`,
    '',
    '| layer | states (bytes) | buffers (bytes) | flash (bytes) |',
    '|---|---|---|---|',
    ...memory.layers.map(
      ({ layer, states, buffers, flash }) => `| \`${layer}\` | ${count(states)} | ${count(buffers)} | ${count(flash)} |`,
    ),
  ];
}

function figures({ run, steps }: Card): string[] {
  if (!run) return [`No run of this plan with ${steps} steps was made, so accuracy and energy are unknown.`];
  const { accuracy, agreement, energy, samples, dataset, engine } = run;
  const of = ({ value, interval }: typeof agreement): string =>
    `${percent(value)} (95 % interval ${percent(interval[0])} to ${percent(interval[1])})`;
  return [
    `After ${steps} steps on ${samples} samples of \`${dataset}\` (${engine} engine):`,
    ...(accuracy ? [`- accuracy ${of(accuracy)}`] : []),
    `- agreement with the original network ${of(agreement)}`,
    `- energy relative to the original network: ${energy.paper.toPrecision(3)} by the paper's count of operations, ${energy.float32.toPrecision(3)} in full against 32-bit floating point, ${energy.int8.toPrecision(3)} in full against 8-bit integers (estimates)`,
  ];
}

function readerFigures({ label, exact, comparison, source, samples, answers }: NonNullable<Card['reader']>): string[] {
  const share = (of: Share | null): string =>
    of ? `${percent(of.value)} (${percent(of.interval[0])} to ${percent(of.interval[1])})` : '–';
  return [
    exact
      ? `${label} computes what was simulated: its rules are those of the simulation.`
      : `The check above ran the files with the neurons of the simulation, which proves weights, thresholds and edges. Under the rules of ${label}, which are not those of the simulation, the answer after the last step differs by ${comparison.answer_relative_l2} (relative L2).`,
    `On ${samples} samples of ${source === null ? 'random numbers' : `\`${source}\``}, with 95 % intervals:`,
    '',
    `| steps | accuracy in ${label} | accuracy simulated | agreement with the original network in ${label} | agreement simulated |`,
    '|---|---|---|---|---|',
    ...answers.map(
      ({ steps, reader, engine }) =>
        `| ${steps} | ${share(reader.accuracy)} | ${share(engine.accuracy)} | ${share(reader.agreement)} | ${share(engine.agreement)} |`,
    ),
  ];
}

function proof({ samples, source, compared, comparisons }: Manifest['verification'], grade: Manifest['grade']): string {
  const [first] = comparisons;
  const origin = source === null ? 'random samples' : `samples of \`${source}\``;
  const values = compared === 'steps' ? 'the output of every step' : 'the answer after every step';
  const found = grade === 'exact' ? 'They agree.' : 'They agree approximately; the differences are listed below.';
  return `The files were read back and run, and ${values} was compared with the ${first!.engine} engine on ${samples} ${origin}. ${found} The largest relative L2 difference of a step is ${Math.max(...first!.relative_l2)}, that of the answer after the last step ${first!.answer_relative_l2}. \`verification/\` holds the samples and the expected outputs of every step.`;
}
