package mailmsg

// wroteWords are how attributions say that somebody wrote, in lower case: English, German, French, Spanish, Portuguese,
// Italian, Dutch, Danish, Norwegian, Swedish, Finnish, Polish, Czech, Slovak, Hungarian, Romanian, Russian, Ukrainian,
// Greek, Turkish, Japanese, Chinese, Korean, Vietnamese, Catalan, Hebrew, Arabic.
var wroteWords = []string{
	"wrote", "schrieb", "geschrieben", "a écrit", "écrit", "escribió", "escreveu", "ha scritto", "scritto", "schreef", "skrev", "kirjoitti", "napisał", "pisze",
	"napsal", "napísal", "írta", "a scris", "написал", "пишет", "пише", "έγραψε", "yazdı", "şunları yazdı", "のメール", "書きました", "写道", "寫道", "작성", "đã viết",
	"va escriure", "כתב", "كتب",
}

// attributionStarts are the first words of attributions that go over two lines.
var attributionStarts = []string{"On ", "Am ", "Le ", "El ", "Em ", "Il ", "Op ", "Den ", "Dne ", "W dniu ", "În ", "Στις ", "ב", "في ", "在 ", "vào "}

// headLabels are the labels of a copied head: 'f' who wrote it, 's' when, to whom and what about.
var headLabels = map[string]byte{
	"from": 'f', "von": 'f', "de": 'f', "da": 'f', "van": 'f', "fra": 'f', "från": 'f', "lähettäjä": 'f', "od": 'f', "feladó": 'f', "от": 'f', "от кого": 'f',
	"від": 'f', "από": 'f', "kimden": 'f', "gönderen": 'f', "差出人": 'f', "发件人": 'f', "寄件者": 'f', "寄件人": 'f', "보낸 사람": 'f', "từ": 'f', "מאת": 'f', "من": 'f', "expéditeur": 'f', "mittente": 'f', "remitente": 'f', "de la": 'f',
	"sent": 's', "date": 's', "to": 's', "cc": 's', "subject": 's', "gesendet": 's', "datum": 's', "an": 's', "betreff": 's', "envoyé": 's', "à": 's', "objet": 's',
	"enviado": 's', "enviado el": 's', "fecha": 's', "para": 's', "asunto": 's', "enviada": 's', "enviada em": 's', "assunto": 's', "data": 's',
	"inviato": 's', "a": 's', "oggetto": 's', "verzonden": 's', "aan": 's', "onderwerp": 's', "sendt": 's', "til": 's', "emne": 's', "dato": 's',
	"skickat": 's', "till": 's', "ämne": 's', "lähetetty": 's', "vastaanottaja": 's', "aihe": 's', "wysłano": 's', "do": 's', "temat": 's',
	"odesláno": 's', "komu": 's', "předmět": 's', "predmet": 's', "elküldve": 's', "címzett": 's', "tárgy": 's', "отправлено": 's', "дата": 's', "кому": 's', "тема": 's',
	"надіслано": 's', "ημερομηνία": 's', "προς": 's', "θέμα": 's', "kime": 's', "tarih": 's', "konu": 's', "送信日時": 's', "宛先": 's', "件名": 's', "日付": 's',
	"发送时间": 's', "发送日期": 's', "收件人": 's', "主题": 's', "寄件日期": 's', "收件者": 's', "主旨": 's', "日期": 's', "보낸 날짜": 's', "받는 사람": 's', "제목": 's',
	"gửi": 's', "đến": 's', "chủ đề": 's', "נשלח": 's', "אל": 's', "נושא": 's', "trimis": 's', "subiect": 's', "reply-to": 's', "importance": 's', "priorität": 's',
}

// forwardWords stand above a message passed on, without the dashes around them, in lower case.
var forwardWords = []string{
	"forwarded message", "begin forwarded message", "forwarded email", "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e-mail",
	"message transféré", "message transmis", "début du message transféré", "début du message réexpédié", "mensaje reenviado", "inicio del mensaje reenviado",
	"mensagem encaminhada", "mensagem reencaminhada", "início da mensagem encaminhada", "messaggio inoltrato", "inizio messaggio inoltrato",
	"doorgestuurd bericht", "doorgestuurd", "begin doorgestuurd bericht", "videresendt besked", "videresendt melding", "vidarebefordrat mejl", "vidarebefordrat meddelande",
	"välitetty viesti", "wiadomość przekazana", "przekazana wiadomość", "přeposlaná zpráva", "preposlaná správa", "továbbított levél", "továbbított üzenet", "mesaj redirecționat",
	"пересылаемое сообщение", "начало переадресованного сообщения", "переслане повідомлення", "προωθημένο μήνυμα", "iletilmiş mesaj", "転送されたメッセージ", "转发的邮件", "转发邮件信息", "轉寄的郵件", "전달된 메시지",
}

// programSignatures are lines that programs on telephones add.
var programSignatures = []string{
	"sent from my ", "sent from mail for ", "sent from outlook", "sent from yahoo mail", "sent with proton", "sent via ", "get outlook for ", "outlook für ios beziehen", "outlook für android beziehen", "holen sie sich outlook für ", "téléchargez outlook pour ", "télécharger outlook pour ", "obtenir outlook pour ",
	"obtener outlook para ", "scarica outlook per ", "ottieni outlook per ", "provenance : courrier pour ", "von meinem ", "gesendet von ", "gesendet mit ", "diese nachricht wurde von meinem ",
	"envoyé de mon ", "envoyé depuis ", "envoyé à partir de ", "enviado desde mi ", "enviado desde ", "enviado do meu ", "enviado a partir ", "inviato da ", "inviato dal mio ", "verzonden vanaf ", "verstuurd vanaf ",
	"sendt fra min ", "skickat från min ", "lähetetty ", "wysłane z ", "odesláno z ", "отправлено с ", "отправлено из ", "надіслано з ", "iphone'umdan gönderildi", "iphoneから送信", "发自我的", "從我的 ", "나의 iphone에서 보냄",
}
