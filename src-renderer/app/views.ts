/**
 * The list of views, one line each. Tabs stand in this order, and their keys count in it, so that a new view goes to the end: the others
 * keep their keys.
 */
import '../run/view.ts';
import '../plan-editor/view.ts';
import './panels/views.ts';
import '../graph/view.ts';
import '../inspector/view.ts';
import '../start/view.ts';
import '../run/energy/view.ts';
import '../export/view.ts';
import '../target/view.ts';
import '../samples/view.ts';
import '../layers/view.ts';
import '../spikes/view.ts';
import '../run/runs/view.ts';
import '../tuning/view.ts';
import '../sensitivity/view.ts';
import '../methods/view.ts';
