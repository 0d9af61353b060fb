using Patron.Access.Contracts;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Data.Exporting;

namespace Patron.Consents.ExportRows;

/// <summary>The addresses of the suppression list, as digests; their key goes with the settings, so that they mean the same where they are taken.</summary>
internal sealed class ExportsAddresses(IUserNames users) : ExportsTable("suppressed-addresses", 36, SuppressedAddressTable.Name,
    [new("digest", KeptAs.Text), new("since", KeptAs.Instant), new("channel", KeptAs.Text), .. ExportsSuppressions.Told], same: 2, users.Kept(), makesIds: true);

/// <summary>The suppression list's customers under the first record of each.</summary>
internal sealed class ExportsSuppressions(IUserNames users) : ExportsCustomerTable("suppressions", 37, SuppressionTable.Name, Topics.Consents,
    [new("channel", KeptAs.Text, Null: true), new("since", KeptAs.Instant), .. Told], same: ["channel", "since"], users.Kept(), owner: "id")
{
    /// <summary>What is told of both.</summary>
    public static IReadOnlyList<KeptColumn> Told { get; } =
    [
        KeptColumn.Of<SuppressionReason>("reason"), new("source", KeptAs.Text), new("\"by\"", KeptAs.User, Null: true), new("ended_at", KeptAs.Instant, Null: true) { Header = "ended" },
        new("ended_by", KeptAs.User, Null: true), new("ended_why", KeptAs.Text, Null: true) { Header = "why" },
    ];
}
