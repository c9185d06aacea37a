// Package documents reads the text of documents: bytes in, text out.
//
// It reads PDF (through PDFium, compiled to WebAssembly and run in a sandbox),
// the Office formats old and new, OpenDocument, RTF, CSV, text, HTML and the
// documents inside a ZIP, and recognises scans, damaged, locked and misnamed
// files. Text comes out as a Thai reader would type it: marks in order, letters
// of old fonts and encodings made proper.
//
// It judges nothing and fetches nothing: which year a document is for, and
// whether a problem counts, is for others to say. Documents come from the open
// web, so nothing in one is trusted: time, memory, bytes and nesting are bounded
// everywhere, and a document that asks for more ends in a Problem.
package documents
