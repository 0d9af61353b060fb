using Patron.Consents.Contracts;
using Patron.IdentityResolution.Matching;
using Patron.Kernel;

namespace Patron.IdentityResolution.MergeCustomers;

/// <summary>A value that a person chose for the merged customer, of those that were shown.</summary>
/// <param name="Field">By the name that imports use, or the key of a custom field.</param>
internal sealed record MergeChoice(string Field, bool Custom, string Value);

/// <summary>One field of the customers side by side.</summary>
/// <param name="Each">Of the customers in their order; null where nothing is known.</param>
/// <param name="Together">What the rules pick from all of them, and why; null where none of them knows anything.</param>
internal sealed record MergedField(string Field, bool Custom, IReadOnlyList<string?> Each, GoldenValue Together);

/// <summary>How many rows of a table go to the one that stays.</summary>
internal readonly record struct MovedRows(string Table, long Rows);

/// <summary>What the customers said differently about being contacted.</summary>
/// <param name="Each">Of the customers in their order; null where one said nothing.</param>
internal sealed record StricterConsent(string Purpose, string Channel, IReadOnlyList<ConsentState?> Each);

/// <summary>What customers would be as one.</summary>
/// <param name="Customers">The one that would stay first.</param>
internal sealed record MergeOutlook(IReadOnlyList<MergingCustomer> Customers, IReadOnlyList<MergedField> Fields, IReadOnlyList<StricterConsent> Consents);

/// <summary>What a merge does.</summary>
/// <param name="Set">By which it can be undone.</param>
/// <param name="Survivor">The one whose oldest record came first: the ids of the others lead there.</param>
/// <param name="Customers">Who was chosen, the survivor first.</param>
/// <param name="Along">Customers who become one with them too, because of what is known now.</param>
/// <param name="Fields">Where at least one knows something.</param>
/// <param name="Moved">Of the others; tables without rows are left out.</param>
/// <param name="Records">How many records go to the survivor.</param>
/// <param name="Consents">Of each purpose and channel about which they differ, no counts.</param>
internal sealed record MergeOutcome(
    ChangeSetId Set, CustomerId Survivor, IReadOnlyList<CustomerId> Customers, IReadOnlyList<CustomerId> Along,
    IReadOnlyList<MergedField> Fields, IReadOnlyList<MovedRows> Moved, int Records, IReadOnlyList<StricterConsent> Consents);

internal sealed record MergeTooFew() : Refusal("identity.merge.tooFew");

internal sealed record MergeTooMany(int Most) : Refusal("identity.merge.tooMany");

/// <summary>One of them is not there, or has no record that says who it is.</summary>
internal sealed record MergeGone() : Refusal("identity.merge.gone");

internal sealed record MergeInBin(string Name) : Refusal("identity.merge.inBin");

internal sealed record MergeOneAlready() : Refusal("identity.merge.already");

internal sealed record MergeKinds(string Person, string Organisation) : Refusal("identity.merge.kinds");

internal sealed record MergeKeptApart(string One, string Other) : Refusal("identity.merge.apart");

/// <summary>A value was chosen that none of them has, or has any more.</summary>
internal sealed record MergeValueGone() : Refusal("identity.merge.valueGone");
