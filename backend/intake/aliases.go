package intake

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// aliases are the column titles people use, per field. Matching ignores case, accents, spaces and
// punctuation. English, Portuguese, Spanish, German, French, Italian, Indonesian, Turkish, Hindi
// (both scripts), Arabic, and the exports of Facebook lead forms and of Google Contacts.
var aliases = buildAliases(map[Field]string{
	Phone: `phone, phone number, phone no, mobile, mobile number, mobile no, mob, mob no, cell, cell phone, cellphone, cellular, whatsapp,
		whatsapp number, whatsapp no, wa, wa number, no wa, nomor wa, tel, telephone, telephone number, contact number, contact no, msisdn, phone 1 value,
		primary phone, number,
		telefone, telemovel, celular, fone, numero de telefone, numero, numero do whatsapp, whats, zap, contato telefonico,
		telefono, movil, numero de telefono, telefono movil, celular whatsapp,
		telefon, telefonnummer, handy, handynummer, mobilnummer, mobiltelefon, rufnummer, nummer, mobil,
		telephone portable, portable, numero de portable, cellulare, telefono cellulare,
		telepon, nomor telepon, no telepon, no telp, telp, hp, no hp, nomor hp, nomor, ponsel, handphone,
		telefon numarasi, cep, cep telefonu, gsm,
		durbhash, durbhash sankhya, fon, phon, mobail, mobile sankhya, sampark, sampark number, फ़ोन, फोन, फोन नंबर, मोबाइल, मोबाइल नंबर, दूरभाष,
		هاتف, الهاتف, رقم الهاتف, جوال, الجوال, رقم الجوال, موبايل, واتساب`,
	Email: `email, e mail, mail, email address, e mail address, e mail 1 value, mail address,
		correo, correo electronico, endereco de email, e mail adresse, mailadresse, adresse email, courriel, posta elettronica, surel, alamat email,
		eposta, e posta, ईमेल, ई मेल, البريد, البريد الالكتروني, بريد`,
	Company: `company, company name, organisation, organization, organization name, organization 1 name, business, business name, firm, employer, shop, account name,
		empresa, nome da empresa, nombre de la empresa, negocio, razao social, compania,
		firma, firmenname, unternehmen, betrieb, entreprise, societe, azienda, societa, ditta,
		perusahaan, nama perusahaan, toko, nama toko, usaha, sirket, sirket adi, isyeri,
		kampani, company ka naam, sanstha, dukan, vyavsay, कंपनी, संस्था, الشركة, شركة, اسم الشركة`,
	FirstName: `first name, firstname, given name, forename, fname,
		primeiro nome, prenome, primer nombre, nombres, nombre de pila, vorname, prenom, nama depan, ad, pehla naam, पहला नाम, الاسم الاول`,
	LastName: `last name, lastname, surname, family name, lname, second name,
		sobrenome, apelido, ultimo nome, apellido, apellidos, nachname, familienname, nom de famille, cognome, nama belakang, soyad, soyadi,
		upnaam, antim naam, उपनाम, اسم العائلة, اللقب`,
	Name: `name, full name, fullname, contact name, contact, customer, customer name, client, client name, lead, lead name, person, display name, buyer, your name,
		nome, nome completo, cliente, nome do cliente, contato, contacto, nombre, nombre completo, nombre y apellido, nombre del cliente,
		vollstandiger name, vor und nachname, kunde, kundenname, ansprechpartner, kontakt, nom, nom complet, nom et prenom, nome e cognome,
		nama, nama lengkap, nama pelanggan, pelanggan, isim, adi, ad soyad, adi soyadi, musteri,
		naam, poora naam, pura naam, grahak, grahak ka naam, नाम, पूरा नाम, ग्राहक, الاسم, اسم, الاسم الكامل, العميل`,
	Tags: `tag, tags, label, labels, group, groups, group membership, segment, category, list, campaign, campaign name,
		etiqueta, etiquetas, marcador, marcadores, grupo, grupos, categoria, campanha, campana, lista, segmento,
		schlagwort, schlagworte, gruppe, kategorie, kampagne, etiquette, etiquettes, etichetta, categorie,
		kelompok, grup, kategori, kampanye, etiket, kampanya, samuh, shreni, टैग, समूह, وسم, مجموعة`,
	Note: `note, notes, comment, comments, remark, remarks, description, message, details, memo, observation, observations,
		nota, notas, observacao, observacoes, obs, comentario, comentarios, mensagem, descricao, observacion, observaciones, mensaje, descripcion,
		notiz, notizen, bemerkung, bemerkungen, kommentar, beschreibung, nachricht, remarque, remarques, commentaire, commentaires, osservazioni, commento,
		catatan, keterangan, pesan, komentar, notlar, aciklama, mesaj, tippani, vivaran, टिप्पणी, नोट, ملاحظة, ملاحظات`,
	Owner: `owner, lead owner, assigned to, assignee, sales rep, rep, salesperson, agent, account manager, handled by,
		responsavel, vendedor, atendente, responsable, asesor, verantwortlich, betreuer, zustandig, responsable commercial, vendeur, responsabile,
		penanggung jawab, pic, sorumlu, temsilci, zimmedar, जिम्मेदार, المسؤول, المندوب`,
	Stage: `stage, status, lead status, lead stage, pipeline stage, deal stage,
		etapa, fase, situacao, estado, estagio, phase, stufe, etape, statut, stato, tahap, tahapan, asama, durum, sthiti, charan, स्थिति, المرحلة, الحالة`,
})

// fieldOrder settles a title that names two fields: "Company name" is a company, "Phone of
// contact" a phone.
var fieldOrder = []Field{Email, Phone, Company, FirstName, LastName, Tags, Note, Stage, Owner, Name}

func buildAliases(lists map[Field]string) map[string]Field {
	out := make(map[string]Field, 512)
	for _, field := range fieldOrder {
		for alias := range strings.SplitSeq(lists[field], ",") {
			key := strings.Join(words(alias), " ")
			if _, taken := out[key]; !taken && key != "" {
				out[key] = field
			}
		}
	}
	return out
}

// words reduces a title to plain lower-case words: "E-Mail (privé)" is "e", "mail", "prive".
func words(title string) []string {
	var b strings.Builder
	previous := rune(0)
	for _, r := range norm.NFKD.String(title) {
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
			continue
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Mc, r):
			if unicode.IsUpper(r) && unicode.IsLower(previous) { // "firstName"
				b.WriteByte(' ')
			}
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
		previous = r
	}
	return strings.Fields(strings.ReplaceAll(b.String(), "ı", "i"))
}

// fieldOfTitle finds the field a title names; whole is false when only a part of it does.
func fieldOfTitle(title string) (field Field, whole bool) {
	parts := words(title)
	if len(parts) == 0 {
		return Ignore, false
	}
	for _, spelling := range []string{strings.Join(parts, " "), strings.Join(parts, "")} {
		if field, found := aliases[spelling]; found {
			return field, true
		}
	}
	found := make(map[Field]bool)
	for size := min(3, len(parts)); size > 0; size-- {
		for at := 0; at+size <= len(parts); at++ {
			if part := strings.Join(parts[at:at+size], " "); len(part) > 2 {
				found[aliases[part]] = true
			}
		}
	}
	for _, field := range fieldOrder {
		if found[field] {
			return field, false
		}
	}
	return Ignore, false
}
