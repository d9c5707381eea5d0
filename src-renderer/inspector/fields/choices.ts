/** What can be chosen for a field of the selected layers, and why something cannot: the same that the graph offers. */
export {
  allCodings,
  type Choice,
  type Closed,
  codingChoices,
  codingSettings,
  levelChoices,
  methodChoices,
  neuronChoices,
  neuronFor,
} from '../../../src-shared/plan/index.ts';
