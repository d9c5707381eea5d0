/** The editor outside of the program that it is from. */
import 'monaco-editor/editor/standalone/browser/standaloneServices';
