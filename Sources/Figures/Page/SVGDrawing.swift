import Foundation

/// A drawing that may stand in a page: parsed, and rebuilt from the elements and attributes that
/// figures of this program consist of (`SVGVocabulary`).
///
/// A drawing with anything else in it is refused as a whole. What is rebuilt holds no script, no
/// link, no style sheet and no reference out of itself, and its identifiers are its own in the page.
package struct SVGDrawing {
  package let width: String
  package let height: String
  package let viewBox: String
  /// What the drawing says that it shows.
  package let caption: String?
  package let elements: [SVGElement]

  /// Reads the bytes of an SVG.
  ///
  /// - Parameters:
  ///   - svg: a whole document in UTF-8.
  ///   - prefix: begins every identifier; no other drawing of the page may have it.
  /// - Throws: `SVGError`.
  package init(_ svg: some Sequence<UInt8>, identifiers prefix: String) throws {
    let root = try SVGReader.root(of: Array(svg), identifiers: prefix)
    guard root.software.hasPrefix("reproduce-figure ") else { throw SVGError.foreign }
    guard let width = root.element["width"], let height = root.element["height"],
      let viewBox = root.element["viewBox"]
    else { throw SVGError.malformed("its svg element has no size") }
    (self.width, self.height, self.viewBox) = (width, height, viewBox)
    caption = root.caption
    elements = root.element.elements
  }
}

/// An element of a drawing. Its elements are called as those of the drawing are, so that one template
/// shows both.
package struct SVGElement {
  package let name: String
  package internal(set) var attributes: [Attribute] = []
  package internal(set) var text = ""
  package internal(set) var elements: [SVGElement] = []

  package struct Attribute {
    package let name: String
    package let value: String
  }

  /// The value of an attribute.
  package subscript(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
}

/// Why a drawing may not stand in a page.
package enum SVGError: Error, Equatable {
  /// Another program drew it.
  case foreign
  /// It is no SVG that can be read.
  case malformed(String)
  /// It has something in it that no figure of this program has.
  case notAllowed(String)
}

extension SVGError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .foreign: "this program did not draw it"
    case .malformed(let reason): "it is no SVG that this program wrote: \(reason)"
    case .notAllowed(let what): "it holds \(what), which no figure of this program does"
    }
  }
}
