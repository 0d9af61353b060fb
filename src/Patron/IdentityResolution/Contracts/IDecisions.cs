using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution.Contracts;

public enum Verdict
{
    /// <summary>A person says that the two are one.</summary>
    Same = 1,

    /// <summary>The model is sure enough that the two are one.</summary>
    SameByModel = 2,

    /// <summary>The two are never one: wins over everything that speaks for it, now and later.</summary>
    Never = 3,

    /// <summary>A person could not tell: joins and parts nobody.</summary>
    Later = 4,
}

/// <summary>How one field weighs.</summary>
/// <param name="Field">By the name that imports use.</param>
/// <param name="Level">The name of the level of agreement, never a value.</param>
/// <param name="Bits">The match weight: log2 of how much likelier this agreement is among records of one person than of two; negative speaks against.</param>
public sealed record FieldEvidence(string Field, string Level, double Bits);

/// <summary>What is decided about two source records; their order means nothing.</summary>
/// <param name="Probability">Of the model that the two are one, 0 to 1; null where a person decides.</param>
/// <param name="Evidence">What spoke for and against it; kept for whoever asks why. Empty where nothing was weighed.</param>
public sealed record Decision(SourceRecordId One, SourceRecordId Other, Verdict Verdict, double? Probability = null, params IReadOnlyList<FieldEvidence> Evidence);

/// <summary>A customer that became part of another.</summary>
public readonly record struct MergedCustomer(CustomerId From, CustomerId Into);

/// <summary>A customer that was made, or came back, because records left another.</summary>
/// <param name="Back">It was a customer before, and has its old id again.</param>
public readonly record struct PartedCustomer(CustomerId From, CustomerId To, bool Back);

public readonly record struct RecordPair(SourceRecordId One, SourceRecordId Other);

/// <summary>What became of decisions.</summary>
/// <param name="Set">The change set, by which all of it can be undone; null where nothing was to be written.</param>
/// <param name="Kept">How many decisions were written: those that say what holds already, those of the model against a person's, and those of records that are gone, are not.</param>
/// <param name="Apart">Pairs that were decided to be the same, now or before, and are two: somebody keeps records of theirs apart, or names speak against what the model says.</param>
public sealed record DecisionOutcome(
    ChangeSetId? Set, int Kept, IReadOnlyList<MergedCustomer> Merged, IReadOnlyList<PartedCustomer> Parted, IReadOnlyList<RecordPair> Apart);

/// <summary>
/// Decisions about who is whom: answers of the review, joins and splits by hand, what the model joins. Each call is one change set, all of it or nothing,
/// whose undo puts every row back where it was. Costs what lies around the records, not what the base holds.
/// </summary>
public interface IDecisions
{
    /// <summary>In a transaction of its own. A pair decided twice in one call: the last decision holds.</summary>
    /// <param name="by">Who decides; null is the program itself.</param>
    Task<DecisionOutcome> Decide(IReadOnlyList<Decision> decisions, UserId? by, CancellationToken ct);

    /// <summary>The same within the caller's transaction, for jobs that write their cursor with it.</summary>
    Task<DecisionOutcome> Decide(BulkSession session, IReadOnlyList<Decision> decisions, UserId? by, CancellationToken ct);

    /// <summary>
    /// Takes back one change set of decisions: those made in it end, those that it ended hold again, unless the pair was decided anew since. Customers that
    /// were joined have their own ids and rows again; what came since stays with its record, or where it was written.
    /// </summary>
    Task<Result<DecisionOutcome>> Undo(ChangeSetId set, UserId? by, CancellationToken ct);
}

/// <summary>The change set is none of decisions, or not there.</summary>
internal sealed record NoDecisions() : Refusal("identity.decide.noSet")
{
    public override int Status => StatusCodes.Status404NotFound;
}

internal sealed record DecisionsUndone() : Refusal("identity.decide.undone");
