/** What the text editor is told apart from the page by: colours, keys, menus, services. */
import 'monaco-editor/platform/theme/common/colorUtils';
import 'monaco-editor/platform/list/browser/listService';
import 'monaco-editor/platform/hover/browser/hoverService';
