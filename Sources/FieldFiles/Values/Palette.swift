import Documents

/// The colours that the elements of a picture are indices of.
struct Palette: Sendable {
  /// Red, green, blue and opacity.
  struct Colour: Hashable, Sendable, CustomStringConvertible {
    let red, green, blue: UInt8
    var alpha: UInt8 = 255

    static let black = Colour(red: 0, green: 0, blue: 0)
    var isGrey: Bool { red == green && green == blue }
    var description: String {
      "(\(red), \(green), \(blue)\(alpha == 255 ? "" : ", opacity \(alpha)"))"
    }
  }

  let colours: [Colour]

  func colour(of index: Label) -> Colour? {
    Int(exactly: index.value).flatMap { colours.indices.contains($0) ? colours[$0] : nil }
  }
}

extension FieldFile {
  /// Takes the colours of a palette in place of its order, where all that are used are grey.
  ///
  /// - Throws: `FileError` for an index without a colour.
  mutating func resolve(_ palette: Palette) throws(FileError) {
    let used = array.survey(shape: shape, strides: strides).labels ?? []
    let colours = used.compactMap { palette.colour(of: $0) }
    guard colours.count == used.count else {
      throw .malformed(path, reason: "a pixel has no colour in the palette")
    }
    self.palette = palette
    if colours.allSatisfy({ $0.isGrey && $0.alpha == 255 }) { replaceIndices(by: \.red) }
  }

  /// Takes one channel of the palette's colours.
  mutating func choosePaletteChannel(_ name: String) throws(FileError) {
    let parts: [String: KeyPath<Palette.Colour, UInt8>] = [
      "red": \.red, "0": \.red, "green": \.green, "1": \.green, "blue": \.blue, "2": \.blue,
      "alpha": \.alpha, "3": \.alpha,
    ]
    guard let part = parts[name.lowercased()] else {
      throw .malformed(
        path, reason: "there is no channel '\(name)'; there are red, green, blue, alpha")
    }
    replaceIndices(by: part)
  }

  private mutating func replaceIndices(by part: KeyPath<Palette.Colour, UInt8>) {
    guard let palette else { return }
    let values = palette.colours.map { $0[keyPath: part] }
    let indices = array.map(shape: shape, strides: strides, RealValue()).map { Int($0) }
    array = StoredArray(
      bytes: indices.map { values[$0] }, offset: 0, type: .uint8, isBigEndian: false)
    let packed = [FieldAxis].rowMajor(axes.map { ($0.kind, $0.extent) })
    for axis in axes.indices { axes[axis].stride = packed[axis].stride }
    self.palette = nil
    fullScale = 255
  }
}
