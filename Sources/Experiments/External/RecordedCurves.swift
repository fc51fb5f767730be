import Losses
import SwiftCSV

/// Curves that were computed elsewhere: the tables that a configuration names, and the curves that
/// a report has embedded.
struct RecordedCurves {
  private var curves: [RecordedCurve]

  /// Reads the tables.
  ///
  /// A table has the columns `object`, `step`, `loss` and `value`, in any order, and `path` where
  /// the experiment has several; others are passed over.
  ///
  /// - Throws: ``RecordedCurveError``.
  init(_ configuration: ExperimentConfiguration) throws {
    curves = configuration.recorded
    for file in configuration.curves {
      curves += try Self.read(file, defaultPath: configuration.paths)
    }
    var seen: Set<[String]> = []
    for curve in curves where !seen.insert([curve.object, curve.path, curve.loss]).inserted {
      throw RecordedCurveError.duplicate(loss: curve.loss, object: curve.object)
    }
  }

  /// The curves of one object along one path.
  func curves(for drift: Drift) -> [RecordedCurve] {
    curves.filter { $0.object == drift.object.name && $0.path == drift.path.id }
  }

  /// Refuses curves of objects that are not there, and curves with another number of steps.
  ///
  /// - Throws: ``RecordedCurveError``.
  func requireUse(by drifts: [Drift], steps: Int) throws(RecordedCurveError) {
    for curve in curves {
      guard drifts.contains(where: { $0.object.name == curve.object && $0.path.id == curve.path })
      else {
        throw .unknownScene(
          loss: curve.loss, object: curve.object, path: curve.path,
          known: drifts.map { "\($0.object.name) along \($0.path.id)" })
      }
      guard curve.values.count == steps + 1 else {
        throw .stepCount(
          loss: curve.loss, object: curve.object, count: curve.values.count, expected: steps + 1)
      }
    }
  }

  private static func read(_ file: String, defaultPath paths: [String]) throws -> [RecordedCurve] {
    let table: CSV<Named>
    do {
      table = try CSV<Named>(string: String(decoding: readFile(at: file), as: UTF8.self))
    } catch let error as FileError {
      throw error
    } catch {
      throw RecordedCurveError.malformed(file: file, line: 1, reason: "it is not a CSV table")
    }
    for column in ["object", "step", "loss", "value"] where !table.header.contains(column) {
      throw RecordedCurveError.missingColumn(column, file: file)
    }
    var order: [[String]] = []
    var values: [[String]: [Int: Double]] = [:]
    for (index, row) in table.rows.enumerated() {
      let line = index + 2
      let path = row["path"] ?? (paths.count == 1 ? paths[0] : "")
      let key = [row["object"] ?? "", path, row["loss"] ?? ""]
      guard !path.isEmpty else { throw RecordedCurveError.missingColumn("path", file: file) }
      guard let step = Int(row["step"] ?? ""), step >= 0 else {
        throw RecordedCurveError.malformed(
          file: file, line: line, reason: "the step is '\(row["step"] ?? "")'; expected 0, 1, 2, …")
      }
      guard let value = Double(row["value"] ?? ""), value.isFinite else {
        throw RecordedCurveError.malformed(
          file: file, line: line,
          reason: "the value is '\(row["value"] ?? "")'; expected a finite number")
      }
      if values[key] == nil { order.append(key) }
      guard values[key, default: [:]].updateValue(value, forKey: step) == nil else {
        throw RecordedCurveError.malformed(
          file: file, line: line, reason: "step \(step) of this loss and object is there twice")
      }
    }
    return try order.map { key in
      let steps = values[key] ?? [:]
      return RecordedCurve(
        object: key[0], path: key[1], loss: key[2],
        values: try (0..<steps.count).map { step in
          guard let value = steps[step] else {
            throw RecordedCurveError.missingStep(step, loss: key[2], object: key[0], file: file)
          }
          return value
        })
    }
  }
}

/// What is wrong with curves that were computed elsewhere.
public enum RecordedCurveError: Error, Equatable, Sendable {
  /// A table lacks a column.
  case missingColumn(String, file: String)
  /// A row makes no sense.
  case malformed(file: String, line: Int, reason: String)
  /// A curve has a gap.
  case missingStep(Int, loss: String, object: String, file: String)
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
    case .malformed(let file, let line, let reason):
      "\(file), line \(line): \(reason)"
    case .missingStep(let step, let loss, let object, let file):
      "\(file): the loss '\(loss)' has no value for step \(step) of the object '\(object)'"
    case .stepCount(let loss, let object, let count, let expected):
      "the loss '\(loss)' has \(count) values on the object '\(object)'; expected \(expected), "
        + "one for each step from 0"
    case .unknownScene(let loss, let object, let path, let known):
      "the loss '\(loss)' has values for the object '\(object)' along '\(path)', which the "
        + "experiment does not have; it has \(known.joined(separator: ", "))"
    case .duplicate(let loss, let object):
      "the loss '\(loss)' is there twice for the object '\(object)'; rename one of them"
    }
  }
}
