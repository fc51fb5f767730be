import Losses

/// The publications of losses, one entry each, with the number by which a reference manager completes it.
struct Bibliography {
  private let losses: [LossSpecification]

  init(_ losses: [LossSpecification]) { self.losses = losses }

  /// Entries of BibTeX in the order of the losses; `keywords` names the losses of each publication.
  var bibTeX: String {
    let published = losses.compactMap { loss in loss.reference.map { (loss, $0) } }
    var order: [Reference] = []
    for (_, reference) in published where !order.contains(reference) { order.append(reference) }
    return order.map { reference in
      entry(reference, of: published.filter { $0.1 == reference }.map(\.0))
    }.joined(separator: "\n\n")
  }

  private func entry(_ reference: Reference, of losses: [LossSpecification]) -> String {
    var fields: [(name: String, value: String)] = []
    // "Salehi et al. 2017": authors and year; anything else is a note.
    let form = #/((?:\p{Lu}\. )?[\p{L}, -]+?)( et al\.)? (\d{4})/#
    if let match = losses.lazy.compactMap({ $0.source.wholeMatch(of: form) }).first {
      let authors = match.1.split(separator: #/, | and /#).joined(separator: " and ")
      fields.append(("author", authors + (match.2 == nil ? "" : " and others")))
      fields.append(("year", String(match.3)))
    } else {
      fields.append(("note", losses[0].source))
    }
    switch reference {
    case .doi(let number): fields.append(("doi", number))
    case .arXiv(let number):
      fields += [("eprint", number), ("archiveprefix", "arXiv")]
    }
    fields.append(("url", reference.link))
    fields.append(("keywords", losses.map(\.id).joined(separator: ", ")))
    let lines = fields.map { "  \($0.name) = {\($0.value)}" }.joined(separator: ",\n")
    return "@misc{\(losses[0].id),\n\(lines)\n}"
  }
}
