import Documents
import Foundation
import Losses
import Texts

/// Curves that were computed elsewhere: the tables that a configuration names, and the curves that
/// a report has embedded.
struct RecordedCurves {
  private(set) var curves: [RecordedCurve]

  /// Reads the tables; curves of scenes that are not possible are passed over.
  ///
  /// - Throws: `FileError` or ``RecordedCurveError``.
  init(_ configuration: ExperimentConfiguration, for survey: SceneSurvey) throws {
    curves = configuration.recorded
    for file in configuration.curves {
      curves += try CurveTable.curves(
        in: readFile(at: file), file: file, paths: configuration.paths)
    }
    let taken = Set(
      configuration.losses.flatMap(\.settings).map(\.key) + configuration.external.map(\.name))
    var seen: Set<[String]> = []
    for curve in curves {
      guard !taken.contains(curve.loss),
        seen.insert([curve.object, curve.path, curve.loss]).inserted
      else { throw RecordedCurveError.duplicate(loss: curve.loss, object: curve.object) }
    }
    curves.removeAll { curve in survey.impossible.contains { curve.belongs(to: $0) } }
    try requireUse(by: survey.scenes, steps: configuration.steps)
  }

  /// Refuses curves of objects that are not there, and curves with another number of steps.
  ///
  /// - Throws: ``RecordedCurveError``.
  private func requireUse(by scenes: [Scene], steps: Int) throws(RecordedCurveError) {
    for curve in curves {
      guard scenes.contains(where: { curve.belongs(to: $0) }) else {
        throw .unknownScene(
          loss: curve.loss, object: curve.object, path: curve.path,
          known: scenes.map { "\($0.object.name) along \($0.path.id)" })
      }
      for count in curve.runs.isEmpty ? [0] : curve.runs.map(\.count) where count != steps + 1 {
        throw .stepCount(
          loss: curve.loss, object: curve.object, count: count, expected: steps + 1)
      }
      guard curve.runs.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
        throw .notFinite(loss: curve.loss, object: curve.object)
      }
    }
  }
}

extension RecordedCurve {
  /// Whether it is a curve of this object along this path.
  func belongs(to scene: Scene) -> Bool { object == scene.object.name && path == scene.path.id }

  /// Whether it is a curve of this object, along this path if one is named.
  func belongs(to scene: ImpossibleScene) -> Bool {
    object == scene.object && path == scene.path ?? path
  }
}

/// What is wrong with curves that were computed elsewhere.
public enum RecordedCurveError: Error, Equatable, Sendable {
  /// A table lacks a column.
  case missingColumn(String, file: String)
  /// A row makes no sense.
  case malformed(file: String, line: Int, column: Int?, reason: String)
  /// A curve has a gap.
  case missingStep(Int, loss: String, object: String, file: String)
  /// A value of an embedded curve is infinite or not a number.
  case notFinite(loss: String, object: String)
  /// A curve has more or fewer values than the experiment has steps.
  case stepCount(loss: String, object: String, count: Int, expected: Int)
  /// The experiment does not have the object or the path.
  case unknownScene(loss: String, object: String, path: String, known: [String])
  /// A loss is there twice for one object.
  case duplicate(loss: String, object: String)
}

extension RecordedCurveError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingColumn(let column, let file):
      "\(file): there is no column '\(column)'; expected the header object,step,loss,value, and "
        + "path where the experiment has several"
    case .malformed(let file, let line, let column, let reason):
      "\(file), line \(line)\(column.map { ", column \($0)" } ?? ""): \(reason)"
    case .missingStep(let step, let loss, let object, let file):
      "\(file): the loss '\(loss)' has no value for step \(step) of the object '\(object)'"
    case .notFinite(let loss, let object):
      "the loss '\(loss)' has a value on the object '\(object)' that is not a finite number"
    case .stepCount(let loss, let object, let count, let expected):
      "the loss '\(loss)' has \(counted(count, "value")) on the object '\(object)'; expected \(expected), "
        + "one for each step from 0"
    case .unknownScene(let loss, let object, let path, let known):
      "the loss '\(loss)' has values for the object '\(object)' along '\(path)', which the "
        + "experiment does not have; it has \(known.joined(separator: ", "))"
    case .duplicate(let loss, let object):
      "the loss '\(loss)' is there twice for the object '\(object)'; rename one of them"
    }
  }
}
