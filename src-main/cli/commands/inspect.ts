/** `spikeloom inspect`: tells whether a model can be converted, and what becomes of each of its nodes. */
import type { Command } from 'commander';
import { onCommandLine, plainNotes } from '../../../src-shared/message/index.ts';
import type { InspectedNode, Inspection } from '../../services/model/inspect-model.ts';
import { finish } from '../outcome.ts';
import { addImportOptions, importRequest, type ModelOptions } from '../options.ts';
import { formatNotes, formatPairs, formatTable } from '../table.ts';

interface Options extends ModelOptions {
  readonly json?: boolean;
}

export const inspectCommand = (program: Command): Command =>
  addImportOptions(
    program
      .command('inspect')
      .description('what conversion makes of every node; status 1 when one is blocked')
      .argument('<model.onnx>'),
  ).action(async (file: string, options: Options) => {
    const { inspectModel } = await import('../../services/model/inspect-model.ts');
    const inspection = await inspectModel(file, importRequest(options));
    const status = inspection.convertible ? {} : { status: 1 as const };
    await finish({ json: plain(inspection), text: () => inspectionText(inspection), ...status }, options.json === true);
  });

/** The inspection for `--json`, with messages as plain text. */
const plain = (inspection: Inspection): unknown => ({
  ...plainNotes(inspection),
  nodes: inspection.nodes.map(({ why, ...node }) => (why === undefined ? node : { ...node, why: onCommandLine(why) })),
});

const WORDS = { native: 'native', rewritten: 'rewritten', 'real-valued': 'real-valued unit', blocked: 'BLOCKED' } as const;

function inspectionText({ model, input, outputs, nodes, totals, convertible, layers, notes }: Inspection): string {
  const head = formatPairs([
    ['Model', `${model.name}, operator set ${model.opset}${model.producer === '' ? '' : `, by ${model.producer}`}`],
    ['Input', `${input.name} ${input.shape}`],
    ['Outputs', outputs.map(({ name, shape }) => `${name} ${shape}`).join(', ')],
  ]);
  const rules: LayerRules = new Map(layers.map(({ name, rule }) => [name, rule]));
  const rows = nodes.map((node) => [WORDS[node.status], node.type, node.name, remarks(node, rules)]);
  const table = formatTable([{ title: 'status' }, { title: 'operator' }, { title: 'node' }, { title: '' }], rows);
  const sum = `${totals.native} native, ${totals.rewritten} rewritten, ${totals['real-valued']} kept as real-valued units, ${totals.blocked} blocked`;
  const answer = convertible
    ? `Convertible: ${layers.length} neuron layers${layers[0]?.rule === 'signed' ? ' (signed)' : ''}.`
    : 'Not convertible before the blocked nodes are replaced.';
  return `${head}\n\n${table}\n\n${nodes.length} nodes: ${sum}\n${answer}${formatNotes(notes)}`;
}

type LayerRules = ReadonlyMap<string, Inspection['layers'][number]['rule']>;

/** Details about a node beyond its status. */
function remarks({ status, into, layers = [], why }: InspectedNode, rules: LayerRules): string {
  const reason = why === undefined ? undefined : onCommandLine(why);
  if (status === 'blocked') return reason ?? '';
  const parts: string[] = [];
  if (status === 'real-valued') parts.push(reason ?? '');
  else if (into.length === 0) parts.push(`into nothing: ${reason ?? 'computed on import or without effect'}`);
  else if (status === 'rewritten') parts.push(`into ${into.join(', ')}${why === undefined ? '' : ', a real-valued unit'}`);
  const named = (rule: string, what: string): string[] => {
    const names = layers.filter((layer) => rules.get(layer) === rule);
    return names.length === 0 ? [] : [`${what} ${names.join(', ')}`];
  };
  return [...parts, ...named('relu', 'neurons'), ...named('signed', 'neurons in front:')].join('; ');
}
