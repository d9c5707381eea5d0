/** Words of the target choice: whether the network fits a chip or a microcontroller. */
export const fitTexts = {
  target: 'Target',
  flash: 'Flash',
  ram: 'RAM',
  weights: 'Weights',
} as const;
