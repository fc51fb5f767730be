import Algorithms

/// Wrong predictions of objects of growing extent of which a loss sees nothing.
struct BlindZone {
  /// An object and wrong predictions of it.
  struct Object {
    /// What tells it from others, as `bar`; empty where it is the only one of its extent.
    var kind = ""
    let extent: Int
    let truth: AuditMask
    let predictions: [AuditMask]
  }

  /// What the extent is.
  let name: String
  let objects: [Object]

  /// A prediction is blind where the value is that of the truth to 1e-6 of the largest value, and no slope is
  /// over 1e-6 of the largest.
  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let measured = try objects.map { object in
      let pairs = object.predictions.map { AuditPair($0.sure, of: object.truth) }
      return (
        object: object, least: try subject.value(AuditPair(object.truth.sure, of: object.truth)),
        pairs: pairs, values: try pairs.map { try subject.value($0) },
        slopes: try pairs.map { try subject.gradientIfAny($0)?.largestMagnitude }
      )
    }
    let scale = measured.flatMap(\.values).largestMagnitude
    let steepest = measured.flatMap(\.slopes).compactMap(\.self).max() ?? 0
    var (blind, first, count): ([(object: Object, count: Int)], AuditPair?, Int) = ([], nil, 0)
    for object in measured {
      let unseen = object.pairs.indices.filter { index in
        abs(object.values[index] - object.least) <= auditTolerance * scale
          && object.slopes[index].map { $0 <= auditTolerance * steepest } ?? true
      }
      count += object.pairs.count
      guard let index = unseen.first else { continue }
      first = first ?? object.pairs[index]
      blind.append((object.object, unseen.count))
    }
    let evidence =
      [AuditNumber("wrong predictions", Double(count))]
      + blind.map { object, count in
        let place = [object.kind, name, "\(object.extent)"].filter { !$0.isEmpty }
        return AuditNumber(
          "unseen at \(place.joined(separator: " ")), of \(object.predictions.count)", Double(count)
        )
      }
    guard let first else {
      return AuditJudgement(.passed, "none of \(count) wrong predictions is unseen", evidence)
    }
    let whole = blind.filter { $0.count == $0.object.predictions.count }
    let places = (whole.isEmpty ? blind : whole).map(\.object.extent).uniqued().map(String.init)
    return AuditJudgement(
      .failed,
      "\(whole.isEmpty ? "some" : "all") wrong predictions have the value of the truth and no gradient, "
        + "at \(name) \(places.joined(separator: ", "))", evidence, input: first.words)
  }
}
