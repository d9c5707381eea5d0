/** Random networks: any wiring, modules in any depth, names that a person may meet. For properties of the graph. */
import fc from 'fast-check';
import type { Graph } from '../../src-shared/contract/index.ts';
import { draftGraph } from './big-graph.ts';

/** Parts of module paths: plain, numbered, long, from right to left, ideographs, with signs of XML and of globs. */
export const PATH_PARTS = [
  'conv',
  '0',
  '1',
  '12',
  'layer',
  'ß',
  'طبقة',
  '畳み込み層',
  'a<b>&"c',
  'x*y',
  '𝛉',
  'n'.repeat(200),
] as const;

const OPS = ['Conv', 'Relu', 'Add', 'MaxPool', 'Gelu', 'Linear'] as const;

/** A network of up to `most` operators, each of which reads some of those before it. */
export const arbitraryGraph = (most = 24): fc.Arbitrary<Graph> =>
  fc
    .array(
      fc.record({
        op: fc.constantFrom(...OPS),
        module: fc.array(fc.constantFrom(...PATH_PARTS), { maxLength: 3 }),
        reads: fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 3 }),
      }),
      { minLength: 1, maxLength: most },
    )
    .map((operators) => {
      const draft = draftGraph();
      const ids = ['input'];
      operators.forEach(({ op, module, reads }, index) => {
        const inputs = [...new Set(reads.map((read) => ids[read % ids.length]!))];
        ids.push(draft.add(op, [...module, `${op.toLowerCase()}${index}`].join('.'), inputs));
      });
      return draft.done(ids.at(-1)!);
    });
