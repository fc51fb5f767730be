import Plot

extension Figure {
  /// The height in millimetres that journals print, less a line for the number of the page.
  static let printedHeight = 236.0

  /// The figure on pages that are printed; the first has the name itself, the others have
  /// their number after it.
  ///
  /// - Parameters:
  ///   - name: of the first page.
  ///   - share: plots may become as low as this share of the height that they prefer.
  func printedPages(
    named name: String, loweringPlotsTo share: Double = 1
  ) -> [(name: String, figure: Figure)] {
    let pages = pages(height: Self.printedHeight, loweringPlotsTo: share)
    return pages.enumerated().map { number, page in
      var page = page
      if pages.count > 1, let caption {
        page.caption = "Page \(number + 1) of \(pages.count). \(caption)"
      }
      return (number == 0 ? name : "\(name)-\(number + 1)", page)
    }
  }
}
