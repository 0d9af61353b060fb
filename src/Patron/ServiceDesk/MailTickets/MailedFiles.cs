using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Messaging.Contracts;
using Patron.ServiceDesk.KeepTickets;

namespace Patron.ServiceDesk.MailTickets;

/// <summary>Keeps what a mail carries with its ticket, each file once however often the mail comes; a note in the ticket names those that are not kept.</summary>
internal sealed class MailedFiles(TicketBook book, IDbContextFactory<PatronDb> contexts, Texts texts)
{
    /// <param name="key">Of the mail.</param>
    public async Task Keep(TicketId ticket, string key, IReadOnlyList<MailFile> files, CancellationToken ct)
    {
        var left = new List<string>();
        foreach (var (at, file) in files.Index())
        {
            var kept = at >= MailFile.Most ? new NoSuchFile() : (await book.Attach(ticket, new(file.Name, file.Content.Length, () => new MemoryStream(file.Content, writable: false)), null, ct, $"{key}/{at}")).Refusal;
            if (kept is NoSuchFile) left.Add(file.Name);
        }
        if (left.Count == 0) return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var words = texts.For(Language.OfCountry((await db.Organisation(ct)).Country));
        await book.Note(ticket, words.Get("servicedesk.mail.unkept", new { n = left.Count, names = string.Join(", ", left.Take(MailFile.Most)), most = MailFile.Most }), $"{key}/left", ct);
    }
}
