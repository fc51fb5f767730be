import Documents
import Experiments
import Foundation
import Losses
import Plot

/// The report of an experiment as one page without any other file.
public struct HTMLReport {
  let result: ExperimentResult
  let report: Report
  let additions: [ReportAddition]
  /// What of the folder was left out, and why.
  public let refused: [String]

  /// A page about an experiment and about what other commands have written into a folder.
  ///
  /// - Throws: ``FileError``.
  public init(_ result: ExperimentResult, additionsIn folder: String) throws {
    self.result = result
    report = Report(result)
    (additions, refused) = try ReportAddition.all(in: folder)
  }

  /// A part of the page with an entry in its contents.
  private struct Section {
    let id: String
    let title: String
    let body: String
  }

  /// The page.
  public func page() throws -> String {
    let title = "Do segmentation losses rise with the error?"
    let sections = try sections()
    let contents = sections.map { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>" }
    let body = sections.map { section in
      """
      <section id="\(section.id)" aria-labelledby="\(section.id)-title">
      <h2 id="\(section.id)-title">\(section.title)</h2>
      \(section.body)
      </section>
      """
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="reproduce-figure \(report.version)">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
      <link rel="icon" href="data:,">
      <title>\(title)</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <a class="skip" href="#main">Skip to the report</a>
      <header>
      <h1>\(title)</h1>
      <p>Written by reproduce-figure \(report.version). Everything on this page is computed; no \
      verdict is typed in.</p>
      <nav aria-label="Contents"><ol>\(contents.joined())</ol></nav>
      </header>
      <main id="main" tabindex="-1">
      \(body.joined(separator: "\n"))
      </main>
      <footer><p>To make this page again, save the configuration as experiment.yaml and run \
      <code>reproduce-figure report --html --config experiment.yaml</code>.</p></footer>
      <script>
      \(Self.script)
      </script>
      </body>
      </html>

      """
  }

  /// Nothing may be loaded from anywhere.
  private static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

  private func sections() throws -> [Section] {
    var sections = [
      Section(id: "figure", title: "The figure", body: try figures()),
      Section(id: "claims", title: "The article's claims", body: claims()),
      Section(id: "verdicts", title: "How every curve rises", body: verdicts()),
    ]
    for addition in additions {
      let title = addition.name.prefix(1).uppercased() + addition.name.dropFirst()
      let id = addition.name.replacingOccurrences(of: " ", with: "-")
      sections.append(Section(id: id, title: title, body: body(of: addition)))
    }
    if !report.failures.isEmpty {
      let items = report.failures.map { "<li>\($0.escapedForXML)</li>" }.joined()
      sections.append(
        Section(
          id: "failures", title: "Losses that could not be evaluated", body: "<ul>\(items)</ul>"))
    }
    sections.append(Section(id: "catalogue", title: "The losses", body: catalogue()))
    let yaml = try YAML.text(report.configuration).escapedForXML
    sections.append(
      Section(
        id: "configuration", title: "Configuration",
        body: "<pre tabindex=\"0\" aria-label=\"Configuration as YAML\">\(yaml)</pre>"))
    return sections
  }
}
