/**
 * The network as the window draws it: one node per operator, in topological order, and the neuron layers. A neuron layer of rule
 * `relu` is the node of its ReLU. A signed neuron layer is a node of its own, in front of the operator it feeds.
 */
import { z } from 'zod';
import { messageSchema } from '../message/schema.ts';

/** A node of the graph: an operator or a signed neuron layer. */
export const graphNodeSchema = z.strictObject({
  id: z.string(),
  /** Name of the operator in the network; `Neuron` for a signed neuron layer. */
  op: z.string(),
  /** Module path, such as `layer1.0.conv1`. The window builds modules from these paths. */
  path: z.string(),
  /** Ids of the nodes that this node reads. The network's input has an id of its own. Constants are left out. */
  inputs: z.array(z.string()),
  /** Shape of its output without the batch axis, `[C, H, W]`. */
  shape: z.array(z.int()),
  /** Names of the ONNX nodes that this node stands for. */
  from: z.array(z.string()),
  /** Number of weights it holds. */
  parameters: z.int().min(0),
  /** How the node is computed: by neurons, exactly on spikes, or on running estimates (expectation compensation). */
  form: z.enum(['neuron', 'linear', 'expectation', 'pooling', 'product']),
  /** Name of the node's synaptic operations in reports, if it is a counted layer; otherwise null. */
  counted: z.string().nullable(),
  /** Name of the node's neuron layer in plans; null if it has no neurons. */
  layer: z.string().nullable(),
  /** Short facts for the middle level of detail: `3×3`, `stride 2`, `groups 4`. */
  facts: z.array(z.string()),
  /**
   * In the graph of a model before conversion: the reason why the node cannot be converted. `certain` is false if the node
   * depends on a blocked one and cannot be checked.
   */
  blocked: z.strictObject({ why: messageSchema, certain: z.boolean() }).optional(),
});

/** A node of the graph, as `graphNodeSchema` describes it. */
export type GraphNode = z.infer<typeof graphNodeSchema>;

/** A neuron layer: its name in plans and its node in the graph. */
export const neuronLayerInfoSchema = z.strictObject({
  name: z.string(),
  rule: z.enum(['relu', 'signed']),
  /** Id of the layer's node in the graph. */
  node: z.string(),
  /** Neurons of one sample, `[C, H, W]`. */
  shape: z.array(z.int()),
  neurons: z.int().min(1),
});

/** A neuron layer, as `neuronLayerInfoSchema` describes it. */
export type NeuronLayerInfo = z.infer<typeof neuronLayerInfoSchema>;

/** The whole graph of a network, with its neuron layers. */
export const graphSchema = z.strictObject({
  input: z.strictObject({ id: z.string(), name: z.string(), shape: z.array(z.int()) }),
  outputs: z.array(z.strictObject({ name: z.string(), node: z.string(), shape: z.array(z.int()) })),
  nodes: z.array(graphNodeSchema),
  /** In topological order; names are those of plans. */
  layers: z.array(neuronLayerInfoSchema),
});

/** The graph of a network, as `graphSchema` describes it. */
export type Graph = z.infer<typeof graphSchema>;

/** The graph of a model that belongs to no project yet. */
export const modelGraphSchema = z.strictObject({
  /** Name of the network in the file; often empty. */
  name: z.string(),
  graph: graphSchema,
});

/** The graph of a model, as `modelGraphSchema` describes it. */
export type ModelGraph = z.infer<typeof modelGraphSchema>;
