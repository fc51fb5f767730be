import Documents
import Experiments
import Foundation
import LongRuns

/// A question asked of many scenes.
///
/// A study is made of cells, so that it can be stopped, resumed, shared out over machines and merged;
/// `CellRunner` does all that. It lives in a folder of its own and is named in one line of
/// ``StudyRegistry/standard``; its command, `merge` and its part of the HTML page follow from that.
public protocol Study: CellTask where Configuration: StudyConfiguration {
  /// What the cells say together.
  associatedtype Result: StudyResult

  /// The question in one line, for the help of its command.
  static var question: String { get }

  /// What is written, and what is computed by default, for the help of its command.
  static var details: String { get }

  /// Prepares the study.
  ///
  /// - Parameters:
  ///   - configuration: what decides the outcomes. How its outputs look does not, and stays out of
  ///     `CellTask.configuration`.
  ///   - registries: the losses and paths that the configuration may name.
  /// - Throws: what is wrong with the configuration.
  init(_ configuration: Configuration, registries: Registries) throws

  /// Looks at the outcomes of all cells, in their order.
  func result(_ outcomes: [Outcome]) throws -> Result

  /// What settings of losses cannot see of the objects that are asked about, each in one line.
  func cautions() throws -> [String]
}

extension Study {
  public func cautions() throws -> [String] { [] }
}

/// Everything that a study can be told, as it stands in a YAML file.
public protocol StudyConfiguration: Codable, Hashable, Sendable {
  /// The protocol of the study where nothing else is said.
  init()

  /// What is written and how it looks; no part of a run's identity.
  var output: OutputSpecification { get set }

  /// Elements of the largest grid on which it draws shapes; 0, the default, where it draws none.
  var mostElements: Int { get }
}

extension StudyConfiguration {
  public var mostElements: Int { 0 }

  /// Reads a configuration in YAML (or JSON, which is YAML too).
  ///
  /// - Throws: `FileError` or `DocumentError`.
  public init(yamlAt path: String) throws {
    self = try YAML.value(
      Self.self, from: String(decoding: readFile(at: path), as: UTF8.self), path: path,
      empty: Self())
  }

  /// The same with nothing said of the outputs: what decides outcomes, and nothing else.
  package var withoutOutput: Self {
    var plain = self
    plain.output = OutputSpecification()
    return plain
  }
}

extension ExperimentConfiguration: StudyConfiguration {
  public var mostElements: Int { (try? grid.grid().count) ?? 0 }
}

/// What a study found, in the forms in which it is written.
public protocol StudyResult {
  /// A table for the terminal.
  func summary() -> String

  /// The report for people to read.
  ///
  /// - Parameter figures: file names of the figures to show, relative to the report.
  func markdown(figures: [String]) throws -> String

  /// Everything as JSON.
  func json() throws -> Data

  /// Tables of comma-separated values; each has a suffix for the name of its file, the first usually
  /// none.
  func tables() throws -> [(suffix: String, content: Data)]

  /// Files of other formats; each has the ending of its name. None by default.
  func documents() throws -> [(ending: String, content: Data)]
}

extension StudyResult {
  public func documents() throws -> [(ending: String, content: Data)] { [] }
}
