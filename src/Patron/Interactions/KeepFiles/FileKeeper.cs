using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Interactions.KeepContacts;
using Patron.Kernel;

namespace Patron.Interactions.KeepFiles;

/// <summary>A file kept with a contact. What is in it lies under the data directory, named by the change set that brought it.</summary>
internal sealed class ContactFile
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required InteractionId InteractionId { get; init; }
    public required ChangeSetId ChangeSetId { get; init; }
    public required string Name { get; init; }
    public required long Size { get; init; }
}

internal sealed class ContactFileTable : IEntityTypeConfiguration<ContactFile>
{
    public const string Name = "interactions_files";
    public const int LongestName = 150;

    public void Configure(EntityTypeBuilder<ContactFile> file)
    {
        file.ToTable(Name);
        file.HasKey(f => new { f.CustomerId, f.Id });
        // What a change set created is taken back by the ids of its rows.
        file.HasIndex(f => f.Id);
        file.Property(f => f.Name).HasMaxLength(LongestName);
    }
}

/// <summary>Keeps and gives the files of contacts.</summary>
internal sealed class FileKeeper(DataLocation location, IdMaker ids)
{
    public const string Folder = "contact-files";
    public const long Largest = 10 * 1024 * 1024;

    /// <summary>What is offered for download as what. Nothing that a browser or a program would run.</summary>
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = "application/pdf", [".png"] = "image/png", [".jpg"] = "image/jpeg", [".jpeg"] = "image/jpeg", [".gif"] = "image/gif", [".webp"] = "image/webp", [".txt"] = "text/plain", [".csv"] = "text/csv",
        [".eml"] = "message/rfc822", [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation", [".odt"] = "application/vnd.oasis.opendocument.text", [".hwp"] = "application/x-hwp", [".hwpx"] = "application/hwp+zip",
        [".mp3"] = "audio/mpeg", [".m4a"] = "audio/mp4", [".wav"] = "audio/wav", [".zip"] = "application/zip",
    };

    public static string Accepted => string.Join(',', Types.Keys.Order(StringComparer.Ordinal));

    public static string TypeOf(string name) => Types.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream");

    public static Refusal? Check(SentFile file) =>
        !Types.ContainsKey(Path.GetExtension(file.Name)) ? new FileOfOtherType(string.Join(", ", Types.Keys.Order(StringComparer.Ordinal).Select(t => t[1..])))
        : file.Size > Largest ? new FileTooLarge("10 MB") : null;

    /// <summary>The file is written first, and its row with the session's next SaveChangesAsync: without a row nobody sees it, and the next of its name takes its place.</summary>
    public async Task Keep(BulkSession session, ChangeRecorder changes, CustomerId customer, InteractionId contact, SentFile file, CancellationToken ct)
    {
        await using (var from = file.Open())
        await using (var to = File.Create(PathOf(changes.Set.Id))) await from.CopyToAsync(to, ct);
        var name = Path.GetFileName(file.Name.Replace('\\', '/'));
        if (name.Length > ContactFileTable.LongestName) name = Path.GetFileNameWithoutExtension(name)[..(ContactFileTable.LongestName - 10)] + Path.GetExtension(name);
        var row = new ContactFile { CustomerId = customer, Id = ids.Next<InteractionId>().Value, InteractionId = contact, ChangeSetId = changes.Set.Id, Name = name, Size = file.Size };
        session.Db.Add(row);
        changes.Range(ContactFileTable.Name, row.Id, row.Id);
    }

    public string PathOf(ChangeSetId set) => Path.Combine(location.Files(Folder), set.ToString());
}
