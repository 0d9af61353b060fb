using Patron.Data;

namespace Patron.Consents.UndoImports;

/// <summary>What a file said of consents is unsaid: nothing ever changes an entry, so none has to stay.</summary>
internal sealed class UndoesConsents() : UndoesRows(ConsentLedger.Table, Topics.Consents, [])
{
    public override int Order => 30;

    protected override string ChangedSince => throw new NotSupportedException("Entries of the ledger are never changed.");

    protected override Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        throw new NotSupportedException("Entries of the ledger never stay.");
}
