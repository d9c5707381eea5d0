/** What the text editor knows of a page: elements, text made of marks, lists. */
import 'monaco-editor/base/browser/dom';
import 'monaco-editor/base/browser/markdownRenderer';
import 'monaco-editor/base/browser/ui/list/listWidget';
