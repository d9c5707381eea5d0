/** Operator sets beside ONNX's own. */

/** ONNX's set for decision trees, support vector machines and the like. */
export const CLASSICAL = 'ai.onnx.ml';

/** The end of a sentence that begins with the name of one of its operators; it says why none of them is read. */
export const IS_CLASSICAL =
  'an operator of classical machine learning (decision trees, support vector machines, label tables; ai.onnx.ml), which has no layers of neurons to convert; export the network up to the output in front of it, or use a neural network';
