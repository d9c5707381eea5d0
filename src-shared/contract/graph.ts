/**
 * The network as the window draws it: one node per operator, in topological order, and one per neuron layer. A neuron layer of
 * the `relu` rule is the operator's own node; a signed neuron layer is a node of its own in front of what it feeds.
 */
import { z } from 'zod';
import { messageSchema } from '../message/index.ts';

/** A node of the network as the graph shows it. */
export const graphNodeSchema = z.strictObject({
  id: z.string(),
  /** Operator, as the network names it; `Neuron` for a signed neuron layer. */
  op: z.string(),
  /** Module path, `layer1.0.conv1`; what modules are made from. */
  path: z.string(),
  /** Nodes it reads, by id; the id of the graph's input for the network's input. Constants are left out. */
  inputs: z.array(z.string()),
  /** Shape of its output without the batch axis, `[C, H, W]`. */
  shape: z.array(z.int()),
  /** Names of the ONNX nodes it stands for. */
  from: z.array(z.string()),
  /** Number of weights it holds. */
  parameters: z.int().min(0),
  /** How it is carried out: by neurons, on spikes exactly, or on running estimates (expectation compensation). */
  form: z.enum(['neuron', 'linear', 'expectation', 'pooling', 'product']),
  /** Name of its synaptic operations in reports, where it is a counted layer. */
  counted: z.string().nullable(),
  /** Name of its neuron layer in plans; null where it has no neurons. */
  layer: z.string().nullable(),
  /** Short facts for the middle level of detail: `3×3`, `stride 2`, `groups 4`. */
  facts: z.array(z.string()),
  /** The reason why the node cannot be converted, in the graph of a model before conversion. Not certain: a node that it depends on is blocked. */
  blocked: z.strictObject({ why: messageSchema, certain: z.boolean() }).optional(),
});
/** A node of the network as the graph shows it. */
export type GraphNode = z.infer<typeof graphNodeSchema>;

/** A neuron layer as the graph shows it. */
export const neuronLayerInfoSchema = z.strictObject({
  name: z.string(),
  rule: z.enum(['relu', 'signed']),
  /** Its node in the graph. */
  node: z.string(),
  /** Neurons of one sample, `[C, H, W]`. */
  shape: z.array(z.int()),
  neurons: z.int().min(1),
});
/** A neuron layer as the graph shows it. */
export type NeuronLayerInfo = z.infer<typeof neuronLayerInfoSchema>;

/** A converted network as the graph shows it. */
export const graphSchema = z.strictObject({
  input: z.strictObject({ id: z.string(), name: z.string(), shape: z.array(z.int()) }),
  outputs: z.array(z.strictObject({ name: z.string(), node: z.string(), shape: z.array(z.int()) })),
  nodes: z.array(graphNodeSchema),
  /** In topological order; names are those of plans. */
  layers: z.array(neuronLayerInfoSchema),
});
/** A converted network as the graph shows it. */
export type Graph = z.infer<typeof graphSchema>;

/** The graph of a model that is no project yet. */
export const modelGraphSchema = z.strictObject({
  /** Name of the network in the file; often empty. */
  name: z.string(),
  graph: graphSchema,
});
/** The graph of a model's file, converted or not. */
export type ModelGraph = z.infer<typeof modelGraphSchema>;
