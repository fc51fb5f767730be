import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads an SVG element by element, and keeps what `SVGVocabulary` allows.
final class SVGReader: NSObject, XMLParserDelegate {
  /// The root of a drawing, and what the drawing says of itself.
  struct Root {
    let element: SVGElement
    /// The text of the `desc` element.
    let caption: String?
    /// The program that drew it.
    let software: String
  }

  /// In figures of this program no element has more others around it.
  private static let greatestDepth = 8
  /// Elements that describe a drawing; they are read, but are no part of what is rebuilt.
  private static let remarks: Set<String> = ["title", "desc", "metadata", "entry"]

  private let prefix: String
  private var failure: SVGError?
  private var root: SVGElement?
  /// The elements that are open, the root first.
  private var open: [SVGElement] = []
  /// The new names of identifiers.
  private var names: [String: String] = [:]
  private var defined: Set<String> = []
  private var referred: Set<String> = []
  private var caption: String?
  private var software = ""
  /// The text of the remark that is open.
  private var remark = ""
  private var isSoftware = false

  private init(prefix: String) { self.prefix = prefix }

  /// The root of a drawing.
  ///
  /// - Throws: `SVGError`.
  static func root(of svg: [UInt8], identifiers prefix: String) throws(SVGError) -> Root {
    guard let start = svg.firstRange(of: Array("<svg".utf8)) else {
      throw .malformed("it has no svg element")
    }
    // Declarations could define entities; Cairo writes neither them nor comments.
    guard svg.firstRange(of: Array("<!".utf8)) == nil else {
      throw .notAllowed("a declaration or a comment")
    }
    // Foundation's parser traps at a name that is none.
    guard String(validating: svg, as: UTF8.self) != nil else {
      throw .malformed("it is not UTF-8")
    }
    let reader = SVGReader(prefix: prefix)
    let parser = XMLParser(data: Data(svg[start.lowerBound...]))
    parser.delegate = reader
    let isWhole = parser.parse()
    if let failure = reader.failure { throw failure }
    guard isWhole, let root = reader.root else {
      throw .malformed("its XML ends or breaks off in line \(parser.lineNumber)")
    }
    guard reader.referred.isSubset(of: reader.defined) else {
      throw .notAllowed("a reference to nothing")
    }
    return Root(element: root, caption: reader.caption, software: reader.software)
  }

  // MARK: Elements

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    guard failure == nil else { return }
    if Self.remarks.contains(name) {
      remark = ""
      isSoftware = name == "entry" && attributes["name"] == "Software"
      return
    }
    let isRoot = open.isEmpty && root == nil
    guard let allowed = SVGVocabulary.attributes(of: name), isRoot == (name == "svg"),
      open.count < Self.greatestDepth
    else { return failure = .notAllowed("an element '\(name)' where it stands") }
    var element = SVGElement(name: name)
    for (key, value) in attributes.sorted(by: { $0.key < $1.key }) {
      for (key, value) in Self.declarations(key, value) {
        guard let value = kept(value, as: allowed[key]) else {
          return failure = .notAllowed("the attribute \(key)=\"\(value)\" of an element '\(name)'")
        }
        element.attributes.append(SVGElement.Attribute(name: key, value: value))
      }
    }
    open.append(element)
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    remark += text
    guard let last = open.indices.last, open[last].name == "text" else { return }
    open[last].text += text
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard failure == nil else { return }
    if Self.remarks.contains(name) {
      if name == "desc" { caption = remark }
      if isSoftware { software = remark }
      isSoftware = false
      return
    }
    guard let element = open.popLast() else { return }
    if open.isEmpty { root = element } else { open[open.count - 1].elements.append(element) }
  }

  // MARK: Attributes

  /// What an attribute says: nothing for a namespace, several things for a style.
  private static func declarations(_ key: String, _ value: String) -> [(String, String)] {
    switch key {
    case "xmlns", "xmlns:xlink": []
    case "style":
      value.split(separator: ";").map { declaration in
        let name = declaration.prefix { $0 != ":" }
        let value = declaration.dropFirst(name.count + 1)
        return (
          name.trimmingCharacters(in: .whitespaces), value.trimmingCharacters(in: .whitespaces)
        )
      }
    default: [(key, value)]
    }
  }

  /// A value as it stands in the page; nil where it is not allowed.
  private func kept(_ value: String, as kind: SVGVocabulary.Value?) -> String? {
    guard let kind, kind.accepts(value) else { return nil }
    switch kind {
    case .identifier:
      return defined.insert(value).inserted ? renamed(value) : nil
    case .reference:
      guard let target = kind.target(value) else { return nil }
      referred.insert(target)
      return "url(#\(renamed(target)))"
    default: return value
    }
  }

  private func renamed(_ identifier: String) -> String {
    let name = names[identifier] ?? "\(prefix)-\(names.count)"
    names[identifier] = name
    return name
  }
}
