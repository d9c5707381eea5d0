export {
  compareAnswers,
  isUnexplained,
  ROUNDING,
  sampleDistances,
  type Agreement,
  type Answers,
  type Difference,
} from './answers.ts';
export { describeStage, firstDifference } from './first-difference.ts';
export { restrictedTo } from './restrict.ts';
