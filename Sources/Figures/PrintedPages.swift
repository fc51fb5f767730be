import Plot

extension Figure {
  /// The height in millimetres that journals print.
  static let printedHeight = 240.0

  /// The figure on pages of ``printedHeight`` at most; the first has the name itself, the others have
  /// their number after it.
  func printedPages(named name: String) -> [(name: String, figure: Figure)] {
    pages(height: Self.printedHeight).enumerated().map { number, page in
      (number == 0 ? name : "\(name)-\(number + 1)", page)
    }
  }
}
