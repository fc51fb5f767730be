import CExpat
import Foundation

/// Reads an SVG element by element, and keeps what `SVGVocabulary` allows.
final class SVGReader {
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
    guard String(validating: svg, as: UTF8.self) != nil else {
      throw .malformed("it is not UTF-8")
    }
    let reader = SVGReader(prefix: prefix)
    let brokenLine = reader.read(svg[start.lowerBound...])
    if let failure = reader.failure { throw failure }
    guard brokenLine == nil, let root = reader.root else {
      throw .malformed("its XML ends or breaks off in line \(brokenLine ?? 1)")
    }
    guard reader.referred.isSubset(of: reader.defined) else {
      throw .notAllowed("a reference to nothing")
    }
    return Root(element: root, caption: reader.caption, software: reader.software)
  }

  // MARK: Elements

  /// Reads a document.
  ///
  /// - Returns: the line in which it breaks off; `nil` where it is whole.
  private func read(_ document: ArraySlice<UInt8>) -> Int? {
    guard let parser = XML_ParserCreate("UTF-8"), let length = Int32(exactly: document.count) else {
      return 1
    }
    defer { XML_ParserFree(parser) }
    // This object lives until the parser is gone.
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser,
      { reader, name, attributes in
        guard let name else { return }
        SVGReader.from(reader)?.begin(
          String(cString: name), SVGReader.attributes(attributes))
      },
      { reader, name in
        guard let name else { return }
        SVGReader.from(reader)?.end(String(cString: name))
      })
    XML_SetCharacterDataHandler(parser) { reader, bytes, count in
      let text = UnsafeRawBufferPointer(start: bytes, count: Int(count))
      SVGReader.from(reader)?.characters(String(decoding: text, as: UTF8.self))
    }
    let status = document.withUnsafeBytes { bytes in
      XML_Parse(parser, bytes.bindMemory(to: CChar.self).baseAddress, length, 1)
    }
    return status == XML_STATUS_OK ? nil : Int(XML_GetCurrentLineNumber(parser))
  }

  private static func from(_ pointer: UnsafeMutableRawPointer?) -> SVGReader? {
    pointer.map { Unmanaged<SVGReader>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Names and values one after the other, ended by a null pointer.
  private static func attributes(
    _ list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
  ) -> [String: String] {
    var (attributes, place): ([String: String], Int) = ([:], 0)
    while let name = list?[place], let value = list?[place + 1] {
      attributes[String(cString: name)] = String(cString: value)
      place += 2
    }
    return attributes
  }

  private func begin(_ name: String, _ attributes: [String: String]) {
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

  private func characters(_ text: String) {
    remark += text
    guard let last = open.indices.last, open[last].name == "text" else { return }
    open[last].text += text
  }

  private func end(_ name: String) {
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
