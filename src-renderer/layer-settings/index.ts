/** Settings of neuron layers: what can be chosen, what has no effect, and changing them with a sentence for the history. */
export {
  changeOf,
  resetPlanField,
  resetSetting,
  resetSettings,
  setNetworkCoding,
  setPlanField,
  setSetting,
  setMultiLevel,
} from './change.ts';
export { type Choices, defaultChoices, layerChoices, numberOf, usualStart } from './choices.ts';
